import { expect, it } from 'vitest'
import { openClient } from '../src/open.js'
import { MemoryStorage } from '../src/storage/memory.js'
import { ME, ModelServer } from './model-server.js'
import { seeded, VirtualClock } from './virtual-clock.js'

/** A conversation of some minutes, in which the connection is cut once: after so many frames of the server. */
async function talk(cutAfter: number): Promise<{ isCut: boolean; seqs: number[]; texts: (string | undefined)[] }> {
  const clock = new VirtualClock()
  const server = new ModelServer(clock, seeded(1))
  server.make('c', 'all')
  for (let i = 0; i < 3; i++) server.say('c', 'bob')
  const client = await openClient({
    server: 'http://server',
    userId: ME,
    deviceId: 'd',
    tokens: { token: async () => 't' },
    storage: new MemoryStorage(),
    clock,
    random: seeded(2),
    WebSocket: server.socketClass,
    fetch: server.fetch,
    network: { subscribe: () => () => {} },
  })
  const timeline = client.timeline('c')
  let frames = 0
  const hear = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 100) {
      while (server.underway > 0) {
        server.deliver(1)
        await clock.pass(0)
        if (++frames === cutAfter) server.drop()
      }
      await clock.pass(100)
    }
  }
  await hear(1_000)
  for (let i = 0; i < 6; i++) {
    server.saysLive('c', 'bob')
    await client.send('c', { text: `mine ${i}` })
    server.saysLive('c', ME, { client_msg_id: `other-${i}` })
    await hear(i * 100)
  }
  await hear(70_000)
  while (timeline.get().hasOlder) await timeline.loadOlder()
  const { messages, outgoing } = timeline.get()
  const own = messages.filter((one) => server.sent.has(one.client_msg_id ?? '')).map((one) => one.text)
  expect(outgoing, `${cutAfter}`).toEqual([])
  await client.close()
  return { isCut: frames >= cutAfter, seqs: messages.map((one) => one.seq), texts: own }
}

it('has everything once and in order, after whatever frame the connection is cut', async () => {
  let frame = 1
  for (let isCut = true; isCut; frame++) {
    const end = await talk(frame)
    expect(end.seqs, `cut after ${frame}`).toEqual(Array.from({ length: 21 }, (_, i) => i + 1))
    expect(end.texts, `cut after ${frame}`).toEqual(Array.from({ length: 6 }, (_, i) => `mine ${i}`))
    isCut = end.isCut
  }
  expect(frame).toBeGreaterThan(20)
}, 60_000)
