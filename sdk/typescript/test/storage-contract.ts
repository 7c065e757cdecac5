import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Message } from '../src/protocol.js'
import type { ClientStorage, MessageRange, StoredConversation, StoredSend } from '../src/storage/storage.js'

/**
 * What every storage promises, as a suite of vitest.
 *
 * @param open gives a storage of what earlier ones of the same test wrote; `place` is new for each test
 */
export function storageContract(name: string, open: (place: string) => Promise<ClientStorage>): void {
  describe(`storage: ${name}`, () => {
    let place: string
    let storage: ClientStorage

    beforeEach(async () => {
      place = `contract-${Math.random().toString(36).slice(2)}`
      storage = await open(place)
    })

    afterEach(() => storage.close())

    async function reopened(): Promise<ClientStorage> {
      await storage.close()
      storage = await open(place)
      return storage
    }

    it('is empty at first', async () => {
      expect(await storage.load()).toEqual({ state: null, conversations: [], outbox: [], people: [] })
      expect(await storage.messages(all('c'))).toEqual([])
    })

    it('keeps a whole batch for the next start', async () => {
      const state = { user_id: 'ann', device_id: 'd', since: 't' }
      const person = { user_id: 'bob', display_name: 'Bob' }
      await storage.write({
        state,
        conversations: [conversation('c')],
        messages: [message('c', 1), message('c', 2)],
        sends: [send('k', 1)],
        people: [person],
      })
      const next = await reopened()
      expect(await next.load()).toEqual({
        state,
        conversations: [conversation('c')],
        outbox: [send('k', 1)],
        people: [person],
      })
      expect(await next.messages(all('c'))).toEqual([message('c', 1), message('c', 2)])
    })

    it('leaves what a batch does not name', async () => {
      await storage.write({ state: { user_id: 'ann', device_id: 'd', since: 't' }, sends: [send('k', 1)] })
      await storage.write({ conversations: [conversation('c')] })
      const loaded = await storage.load()
      expect(loaded.state?.since).toBe('t')
      expect(loaded.outbox).toHaveLength(1)
      expect(loaded.conversations).toHaveLength(1)
    })

    it('replaces by key', async () => {
      await storage.write({ messages: [message('c', 1)], conversations: [conversation('c')], sends: [send('k', 1)] })
      const changed = { ...message('c', 1), text: 'other' }
      const moved = { ...conversation('c'), cursor: { seq: 1, message_id: id(1), moved: true } }
      await storage.write({ messages: [changed], conversations: [moved], sends: [send('k', 7)] })
      const loaded = await storage.load()
      expect(await storage.messages(all('c'))).toEqual([changed])
      expect(loaded.conversations).toEqual([moved])
      expect(loaded.outbox).toEqual([send('k', 7)])
    })

    it('reads a range from either end, bounds included', async () => {
      const numbers = [5, 3, 9, 1, 7]
      await storage.write({ messages: [...numbers.map((n) => message('c', n)), message('b', 4), message('d', 4)] })
      const range = { conversation_id: 'c', from: id(3), to: id(7), limit: 10, newestFirst: false }
      expect(await seqs(range)).toEqual([3, 5, 7])
      expect(await seqs({ ...range, newestFirst: true })).toEqual([7, 5, 3])
      expect(await seqs({ ...range, limit: 2 })).toEqual([3, 5])
      expect(await seqs({ ...range, limit: 2, newestFirst: true })).toEqual([7, 5])
      expect(await seqs({ ...range, from: id(4), to: id(6) })).toEqual([5])
      expect(await seqs({ ...range, from: id(4), to: id(4) })).toEqual([])
      expect(await seqs({ ...range, from: id(6), to: id(4) })).toEqual([])
      expect(await seqs({ ...range, from: '', to: '~' })).toEqual([1, 3, 5, 7, 9])
    })

    it('gives what is unsent in its order, without what was sent', async () => {
      await storage.write({ sends: [send('z', 1), send('a', 3)] })
      await storage.write({ sends: [send('m', 2)] })
      await storage.write({ sent: ['z', 'unknown'] })
      expect((await storage.load()).outbox.map((one) => one.message.client_msg_id)).toEqual(['m', 'a'])
    })

    it('forgets a conversation with its messages, before it puts', async () => {
      await storage.write({ conversations: [conversation('c'), conversation('d')], messages: [message('c', 1)] })
      await storage.write({ messages: [message('d', 1)] })
      await storage.write({ forget: ['c'], messages: [message('c', 8)] })
      expect((await storage.load()).conversations).toEqual([conversation('d')])
      expect(await storage.messages(all('c'))).toEqual([message('c', 8)])
      expect(await storage.messages(all('d'))).toEqual([message('d', 1)])
    })

    it('writes nothing of a batch that it cannot write', async () => {
      await storage.write({ state: { user_id: 'ann', device_id: 'd', since: '1' }, messages: [message('c', 1)] })
      const broken: Message = Object.defineProperty({ ...message('c', 2) }, 'text', {
        enumerable: true,
        get: () => {
          throw new Error('cannot be read')
        },
      })
      await expect(
        storage.write({
          state: { user_id: 'ann', device_id: 'd', since: '2' },
          messages: [message('c', 3), broken],
        }),
      ).rejects.toThrow()
      expect((await storage.load()).state?.since).toBe('1')
      expect(await storage.messages(all('c'))).toEqual([message('c', 1)])
      const next = await reopened()
      expect((await next.load()).state?.since).toBe('1')
      expect(await next.messages(all('c'))).toEqual([message('c', 1)])
    })

    it('orders writes as they were begun', async () => {
      await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          storage.write({ state: { user_id: 'ann', device_id: 'd', since: `${n}` }, messages: [message('c', n + 1)] }),
        ),
      )
      expect((await storage.load()).state?.since).toBe('19')
      expect(await storage.messages(all('c'))).toHaveLength(20)
    })

    it('is empty again after clear', async () => {
      await storage.write({
        state: { user_id: 'ann', device_id: 'd', since: null },
        conversations: [conversation('c')],
        messages: [message('c', 1)],
        sends: [send('k', 1)],
        people: [{ user_id: 'bob', display_name: 'Bob' }],
      })
      await storage.clear()
      const next = await reopened()
      expect(await next.load()).toEqual({ state: null, conversations: [], outbox: [], people: [] })
      expect(await next.messages(all('c'))).toEqual([])
    })

    it('rejects what comes after close', async () => {
      await storage.close()
      await expect(storage.load()).rejects.toThrow()
      await expect(storage.write({})).rejects.toThrow()
      await storage.close()
    })

    async function seqs(range: MessageRange): Promise<number[]> {
      return (await storage.messages(range)).map((one) => one.seq)
    }
  })
}

function id(seq: number): string {
  return `${seq}`.padStart(13, '0')
}

function all(conversationId: string): MessageRange {
  return { conversation_id: conversationId, from: '', to: '~', limit: 1000, newestFirst: false }
}

function message(conversationId: string, seq: number): Message {
  return { conversation_id: conversationId, message_id: id(seq), seq, from: 'bob', text: `${seq}`, server_ts: seq }
}

function send(key: string, ordinal: number): StoredSend {
  return {
    ordinal,
    message: { client_msg_id: key, conversation_id: 'c', text: key, created_at: 1, state: 'queued' },
  }
}

function conversation(conversationId: string): StoredConversation {
  return {
    conversation_id: conversationId,
    conversation: null,
    cursor: null,
    spans: [{ from: id(1), to: null, begins: true }],
    preview: null,
    active_at: 1,
    unconfirmed_read: null,
    receipts: [],
  }
}
