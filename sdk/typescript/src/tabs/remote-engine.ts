import type { OutgoingMessage } from '../client.js'
import type { Change, Commands, EngineLink, HistoryPage, Seat } from '../engine/link.js'
import { ParleyError } from '../errors.js'
import { type Guard, shape } from '../rest/shapes.js'
import type { Channel } from './channel.js'
import type { Command, FromLeader, FromSeat, Result } from './messages.js'

/** How a seat is asked for at who leads. */
export interface Reception {
  /** Opens the channel of a new seat, and then asks for it. */
  seat(): { readonly channel: Channel<FromSeat, FromLeader>; readonly ask: () => void }
  /** Something was asked of the leader, who should be awake. */
  asked(): void
  /** A seat missed something: it has to be taken anew. */
  missed(): void
}

/** The engine of the tab that leads, as the others see it. */
export class RemoteEngine implements EngineLink {
  constructor(private readonly reception: Reception) {}

  attach(listener: (changes: readonly Change[]) => void): Seat {
    return new RemoteSeat(this.reception, listener)
  }

  async close(): Promise<void> {}
}

interface Waiting {
  resolve(result: Result): void
  reject(error: Error): void
}

class RemoteSeat implements Seat {
  readonly commands: Commands = {
    send: async (...args) => expected(await this.#call({ name: 'send', args }), isOutgoing),
    history: async (...args) => expected(await this.#call({ name: 'history', args }), isPage),
    discard: async (...args) => (await this.#call({ name: 'discard', args })) === true,
    retry: (...args) => this.#do({ name: 'retry', args }),
    markRead: (...args) => this.#do({ name: 'markRead', args }),
    setTyping: (...args) => this.#do({ name: 'setTyping', args }),
    setPresence: (...args) => this.#do({ name: 'setPresence', args }),
    reconnect: (...args) => this.#do({ name: 'reconnect', args }),
    watch: (...args) => this.#do({ name: 'watch', args }),
    person: (...args) => this.#do({ name: 'person', args }),
    follow: (...args) => this.#do({ name: 'follow', args }),
  }
  readonly #channel: Channel<FromSeat, FromLeader>
  readonly #waiting = new Map<number, Waiting>()
  /** What was asked before the leader is known to listen; null since. */
  #early: FromSeat[] | null = []
  #calls = 0
  #number = 0

  constructor(
    private readonly reception: Reception,
    private readonly listener: (changes: readonly Change[]) => void,
  ) {
    const { channel, ask } = reception.seat()
    this.#channel = channel
    channel.onmessage = (message) => this.#took(message)
    ask()
  }

  leave(): void {
    this.#channel.onmessage = () => {}
    this.#channel.post({ type: 'bye' })
    this.#channel.close()
  }

  #took(message: FromLeader): void {
    if (message.type === 'changes') {
      if (message.number !== ++this.#number) {
        this.reception.missed()
        return
      }
      this.listener(message.changes)
      const early = this.#early ?? []
      this.#early = null
      for (const one of early) this.#channel.post(one)
      return
    }
    const waiting = this.#waiting.get(message.call)
    this.#waiting.delete(message.call)
    if (message.type === 'answer') waiting?.resolve(message.result)
    else {
      const { code, message: text, status, retryAfterMs } = message.error
      waiting?.reject(new ParleyError(code, text, status, retryAfterMs))
    }
  }

  #call(command: Command): Promise<Result> {
    const call = ++this.#calls
    const asked = new Promise<Result>((resolve, reject) => {
      this.#waiting.set(call, { resolve, reject })
    })
    const message: FromSeat = { type: 'call', call, command }
    if (this.#early === null) this.#channel.post(message)
    else this.#early.push(message)
    this.reception.asked()
    return asked
  }

  async #do(command: Command): Promise<void> {
    await this.#call(command)
  }
}

const isOutgoing = shape<OutgoingMessage>({ client_msg_id: 'string', conversation_id: 'string', state: 'string' })
const isPage = shape<HistoryPage>({ messages: 'object', has_older: 'boolean', has_newer: 'boolean', to_seq: 'number' })

function expected<T>(result: Result, guard: Guard<T>): T {
  if (!guard(result)) throw new ParleyError('unavailable', 'another tab gave an answer of another kind')
  return result
}
