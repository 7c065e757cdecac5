import { expect, it } from 'vitest'
import { openClient } from '../src/open.js'
import { MemoryStorage } from '../src/storage/memory.js'
import type { StorageBatch } from '../src/storage/storage.js'
import { ME, ModelServer } from './model-server.js'
import { seeded, VirtualClock } from './virtual-clock.js'

const MESSAGES_MAX = 70

/** A browser that gives room for so many messages. */
class SmallStorage extends MemoryStorage {
  override async write(batch: StorageBatch): Promise<void> {
    const after = new MemoryStorage()
    await after.write(this.snapshot())
    await after.write(batch)
    if ((after.snapshot().messages?.length ?? 0) > MESSAGES_MAX) throw new DOMException('full', 'QuotaExceededError')
    await super.write(batch)
  }
}

it('makes room by old messages, of which none is missed, and keeps what is written', async () => {
  const clock = new VirtualClock()
  const server = new ModelServer(clock, seeded(1))
  const talks = ['c0', 'c1', 'c2']
  for (const id of talks) {
    server.make(id, 'all')
    for (let n = 0; n < 40; n++) server.say(id, 'bob')
  }
  const storage = new SmallStorage()
  const client = await openClient({
    server: 'http://server',
    userId: ME,
    tokens: { token: async () => 't' },
    storage,
    clock,
    random: () => 0.5,
    WebSocket: server.socketClass,
    fetch: server.fetch,
  })
  const goOn = async () => {
    server.deliver(1_000)
    await clock.pass(500)
  }
  for (let n = 0; n < 10; n++) await goOn()
  for (const id of [...talks, ...talks]) {
    const timeline = client.timeline(id)
    await goOn()
    for (let n = 0; n < 40 && timeline.get().hasOlder; n++) {
      void timeline.loadOlder()
      await goOn()
    }
    expect(timeline.get().messages.map((one) => one.seq)).toEqual(server.visible(id).map((one) => one.seq))
    timeline.close()
  }
  server.isReachable = false
  server.drop()
  await goOn()
  const sent = client.send('c0', { text: 'kept' })
  await goOn()
  expect((await sent).text).toBe('kept')
  expect(storage.snapshot().sends).toHaveLength(1)
  expect(storage.snapshot().messages?.length).toBeGreaterThan(0)
})
