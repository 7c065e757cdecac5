import type { Commands, EngineLink } from '../engine/link.js'
import { asError, ParleyError } from '../errors.js'
import type { Channel } from './channel.js'
import type { Command, FromLeader, FromSeat, Refusal, Result } from './messages.js'

/** A seat of another tab at this tab's engine. @returns what ends it */
export function receive(engine: EngineLink, channel: Channel<FromLeader, FromSeat>, left: () => void): () => void {
  let number = 0
  const seat = engine.attach((changes) => channel.post({ type: 'changes', number: ++number, changes }))
  const end = () => {
    channel.onmessage = () => {}
    channel.close()
    seat.leave()
    left()
  }
  channel.onmessage = (message) => {
    if (message.type === 'bye') end()
    else void answer(channel, seat.commands, message.call, message.command)
  }
  return end
}

async function answer(
  channel: Channel<FromLeader, FromSeat>,
  commands: Commands,
  call: number,
  command: Command,
): Promise<void> {
  let message: FromLeader
  try {
    message = { type: 'answer', call, result: await run(commands, command) }
  } catch (cause) {
    message = { type: 'refusal', call, error: refusalOf(asError(cause)) }
  }
  channel.post(message)
}

async function run(commands: Commands, command: Command): Promise<Result> {
  switch (command.name) {
    case 'send':
      return commands.send(...command.args)
    case 'history':
      return commands.history(...command.args)
    case 'discard':
      return commands.discard(...command.args)
    case 'retry':
      await commands.retry(...command.args)
      break
    case 'markRead':
      await commands.markRead(...command.args)
      break
    case 'setTyping':
      await commands.setTyping(...command.args)
      break
    case 'setPresence':
      await commands.setPresence(...command.args)
      break
    case 'reconnect':
      await commands.reconnect()
      break
    case 'watch':
      await commands.watch(...command.args)
      break
    case 'person':
      await commands.person(...command.args)
      break
    case 'follow':
      await commands.follow(...command.args)
      break
  }
  return undefined
}

function refusalOf(error: Error): Refusal {
  const { code, status, retryAfterMs } =
    error instanceof ParleyError ? error : { code: 'unavailable', status: 0, retryAfterMs: undefined }
  return { code, message: error.message, status, retryAfterMs }
}
