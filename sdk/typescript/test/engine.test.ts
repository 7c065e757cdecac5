import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ParleyError, SignedOut } from '../src/errors.js'
import { conversation, id, message, Scenario, standing } from './scenario.js'

let one: Scenario

beforeEach(() => {
  one = new Scenario()
})

afterEach(() => one.client.close())

describe('the connection', () => {
  it('authenticates with the first frame, and is online when it has caught up', async () => {
    await one.open()
    const states: string[] = []
    one.client.connection.subscribe(() => states.push(one.client.connection.get().state))
    await one.accept()
    expect(one.socket.url).toBe('ws://server/ws')
    expect(one.socket.heard[0]).toMatchObject({ type: 'auth', token: 't1', device_id: 'd' })
    const sync = await one.answerSync({}, 'token')
    expect(sync).not.toHaveProperty('since')
    expect(states).toEqual(['syncing', 'online'])
  })

  it('waits with backoff, and dials at once when there is a network again', async () => {
    one.server.isReachable = false
    await one.open()
    await one.clock.pass(600_000)
    expect(one.client.connection.get().state).toBe('waiting')
    const tries = one.server.sockets.length
    expect(tries).toBeGreaterThan(10)
    expect(tries).toBeLessThan(60)
    one.server.isReachable = true
    for (const listener of one.network) listener()
    expect(one.client.connection.get().state).toBe('connecting')
    await one.clock.pass(0)
    expect(one.server.sockets).toHaveLength(tries + 1)
  })

  it('comes back within 5 s after the server said that it goes', async () => {
    await one.open()
    const first = await one.caughtUp()
    const before = one.clock.now()
    first.end(1012)
    await one.caughtUp()
    expect(one.clock.now() - before).toBeLessThanOrEqual(5_000)
  })

  it('asks for another token once it was refused, and stops when there are no more', async () => {
    one.token = async (rejected) => {
      if (rejected === 't2') throw new SignedOut()
      return `t${one.asked.length}`
    }
    await one.open()
    await one.caughtUp()
    one.socket.end(4401)
    await one.accept()
    expect(one.socket.heard[0]).toMatchObject({ token: 't2' })
    one.socket.end(4401)
    await one.clock.pass(60_000)
    expect(one.client.connection.get().state).toBe('signed-out')
    expect(one.asked).toEqual([undefined, 't1', 't2'])
  })

  it('stays replaced until it is told to reconnect', async () => {
    await one.open()
    await one.caughtUp()
    one.socket.end(4409)
    await one.clock.pass(600_000)
    expect(one.client.connection.get().state).toBe('replaced')
    expect(one.server.sockets).toHaveLength(1)
    one.client.reconnect()
    await one.caughtUp()
    expect(one.client.connection.get().state).toBe('online')
  })

  it('leaves a server that is silent', async () => {
    await one.open()
    const dead = await one.caughtUp()
    dead.answersPings = false
    await one.hears('ping')
    await one.clock.pass(10_000)
    expect(dead.closedBy).toBeDefined()
    await one.caughtUp()
  })

  it('renews the token on the open socket before it ends', async () => {
    const claims = Buffer.from(JSON.stringify({ sub: 'ann', exp: one.clock.now() / 1000 + 100 })).toString('base64url')
    one.token = async (rejected) => (rejected === undefined ? `e30.${claims}.x` : 'fresh')
    await one.open()
    await one.caughtUp()
    const before = one.clock.now()
    expect(await one.hears('auth')).toMatchObject({ token: 'fresh', device_id: 'd' })
    expect(one.clock.now() - before).toBe(80_000)
  })

  it('is not for another user', async () => {
    await one.open()
    await one.accept({ user_id: 'eve' })
    expect(one.client.connection.get().state).toBe('signed-out')
    expect(one.socket.closedBy).toBe(1000)
  })
})

describe('sending', () => {
  it('keeps the order of a conversation whatever is answered', async () => {
    await one.open()
    await one.caughtUp()
    const [k1] = await Promise.all(['one', 'two'].map((text) => one.client.send('c', { text })))
    await one.client.send('other', { text: 'elsewhere' })
    expect(await one.hears('send')).toMatchObject({ text: 'one' })
    expect(await one.hears('send')).toMatchObject({ text: 'elsewhere' })
    one.say({
      type: 'error',
      code: 'unavailable',
      message: 'busy',
      client_msg_id: k1?.client_msg_id,
      retry_after_ms: 700,
    })
    const before = one.clock.now()
    const again = await one.hears('send')
    expect(again).toMatchObject({ text: 'one', client_msg_id: k1?.client_msg_id })
    expect(one.clock.now() - before).toBeGreaterThanOrEqual(700)
    one.say({
      type: 'ack',
      client_msg_id: again.client_msg_id,
      conversation_id: 'c',
      message_id: id(1),
      seq: 1,
      server_ts: 5,
    })
    expect(await one.hears('send')).toMatchObject({ text: 'two' })
  })

  it('sends again with the same key after a restart', async () => {
    await one.open()
    await one.caughtUp()
    const sent = await one.client.send('c', { text: 'one' })
    await one.hears('send')
    await one.restart()
    expect(one.client.outgoing.get()).toMatchObject([{ client_msg_id: sent.client_msg_id, state: 'queued' }])
    await one.accept()
    const again = await one.hears('send')
    expect(again.client_msg_id).toBe(sent.client_msg_id)
    one.say({
      type: 'ack',
      client_msg_id: again.client_msg_id,
      conversation_id: 'c',
      message_id: id(1),
      seq: 1,
      server_ts: 5,
    })
    await one.gives(1)
    expect(one.given[0]).toMatchObject({ from: 'ann', text: 'one', server_ts: 5 })
    expect(one.client.outgoing.get()).toEqual([])
    expect((await one.storage.load()).outbox).toEqual([])
  })

  it('fails what is refused, and goes on', async () => {
    await one.open()
    await one.caughtUp()
    const first = await one.client.send('c', { text: 'one' })
    await one.client.send('c', { text: 'two' })
    await one.hears('send')
    one.say({ type: 'error', code: 'forbidden', message: 'no member', client_msg_id: first.client_msg_id })
    expect(await one.hears('send')).toMatchObject({ text: 'two' })
    expect(one.happened).toMatchObject([['failed', { state: 'failed', error: { code: 'forbidden' } }]])
    const timeline = one.client.timeline('c')
    expect(timeline.get().outgoing.map((each) => each.state)).toEqual(['failed', 'sending'])
    await one.client.retry(first.client_msg_id)
    expect(timeline.get().outgoing[0]).not.toHaveProperty('error')
    expect(await one.client.discard(first.client_msg_id)).toBe(true)
    expect(timeline.get().outgoing).toHaveLength(1)
    expect(await one.client.discard(timeline.get().outgoing[0]?.client_msg_id ?? '')).toBe(false)
  })

  it.each([
    ['sends what was written less than 29 days ago', 28, 'sending'],
    ['gives up what was written more than 29 days ago', 30, 'failed'],
  ])('%s, whatever the time of the server is', async (_, days, state) => {
    await one.open()
    await one.client.send('c', { text: 'old' })
    await one.restart()
    const passed = days * 24 * 3_600_000
    one.clock.advance(passed)
    for (const year of [-1, 1]) {
      await one.accept({ server_ts: one.clock.now() + year * 365 * 24 * 3_600_000 })
      expect(one.client.outgoing.get()).toMatchObject([{ state }])
      one.socket.end()
    }
  })

  it('drops nothing that may be stored: what was under way once, before a loss, a restart or a wait', async () => {
    await one.open()
    await one.caughtUp()
    const { client_msg_id } = await one.client.send('c', { text: 'one' })
    await one.hears('send')
    one.socket.end()
    await one.clock.pass(0)
    expect(one.client.outgoing.get()).toMatchObject([{ state: 'queued' }])
    expect(await one.client.discard(client_msg_id)).toBe(false)
    await one.restart()
    expect(await one.client.discard(client_msg_id)).toBe(false)
    await one.caughtUp()
    await one.hears('send')
    one.say({ type: 'error', code: 'unavailable', message: 'busy', client_msg_id })
    await one.clock.pass(0)
    expect(one.client.outgoing.get()).toMatchObject([{ state: 'queued' }])
    expect(await one.client.discard(client_msg_id)).toBe(false)
    await one.hears('send')
    one.say({ type: 'error', code: 'forbidden', message: 'no member', client_msg_id })
    await one.clock.pass(0)
    expect(await one.client.discard(client_msg_id)).toBe(true)
    expect(one.client.outgoing.get()).toEqual([])
  })

  it('has dropped for ever what it says it has', async () => {
    await one.open()
    const { client_msg_id } = await one.client.send('c', { text: 'one' })
    let write = () => {}
    const slow = new Promise<void>((done) => {
      write = done
    })
    const original = one.storage.write.bind(one.storage)
    one.storage.write = (batch) => slow.then(() => original(batch))
    let said: boolean | undefined
    const discarded = one.client.discard(client_msg_id).then((is) => {
      said = is
    })
    await one.clock.pass(100)
    expect(said).toBeUndefined()
    write()
    await discarded
    expect(said).toBe(true)
    expect((await one.storage.load()).outbox).toEqual([])
  })

  it('refuses what no server takes', async () => {
    await one.open()
    await expect(one.client.send('c', {})).rejects.toMatchObject({ code: 'bad_request' })
    await expect(one.client.send('c', { text: 'ä'.repeat(8193) })).rejects.toBeInstanceOf(ParleyError)
    expect(one.client.outgoing.get()).toEqual([])
  })
})

describe('what is read', () => {
  beforeEach(async () => {
    one.server.rest = (_, path) =>
      path.startsWith('/api/conversations?')
        ? { body: { conversations: [conversation('c', 0)], next_cursor: null } }
        : undefined
    await one.open()
    await one.accept()
    await one.answerSync({ c: standing(0) }, 'token')
    await one.clock.pass(0)
  })

  const unread = () => one.client.conversation('c').get()?.unread

  it('counts messages of others, not events nor one’s own', async () => {
    one.message('c', 1)
    one.message('c', 2, { kind: 'event', event: { what: 'renamed', title: 'x' } })
    one.message('c', 3)
    await one.gives(1, 2, 3)
    expect(unread()).toBe(2)
    one.message('c', 4, { from: 'ann' })
    await one.clock.pass(0)
    expect(unread()).toBe(0)
    one.message('c', 5)
    await one.clock.pass(0)
    expect(unread()).toBe(1)
    expect(one.client.conversation('c').get()?.preview?.seq).toBe(5)
  })

  it('moves forward only, and is told until the server knows', async () => {
    for (let seq = 1; seq <= 5; seq++) one.message('c', seq)
    await one.gives(1, 2, 3, 4, 5)
    one.client.markRead('c', id(3))
    await one.clock.pass(0)
    expect(unread()).toBe(2)
    one.client.markRead('c', id(2))
    await one.clock.pass(5_000)
    expect(unread()).toBe(2)
    const reads = () => one.socket.heard.filter((each) => each.type === 'receipt' && each.kind === 'read')
    expect(reads()).toMatchObject([{ message_id: id(3) }])
    await one.restart()
    await one.accept()
    await one.answerSync({}, 'token-2')
    await one.clock.pass(0)
    expect(reads()).toMatchObject([{ message_id: id(3) }])
    one.say({ type: 'receipt', kind: 'read', conversation_id: 'c', user_id: 'ann', message_id: id(3), server_ts: 1 })
    await one.restart()
    await one.accept()
    await one.answerSync({}, 'token-3')
    await one.clock.pass(10_000)
    expect(reads()).toEqual([])
    expect(unread()).toBe(2)
  })

  it('moves for who writes: no receipt tells of it', async () => {
    one.message('c', 1)
    one.message('c', 2)
    await one.gives(1, 2)
    await one.clock.pass(0)
    expect(one.client.receipts('c').get()).toContainEqual({
      user_id: 'bob',
      delivered_message_id: id(2),
      read_message_id: id(2),
    })
  })

  it('is told of what was received once a second at most', async () => {
    for (let seq = 1; seq <= 50; seq++) {
      one.message('c', seq)
      await one.clock.pass(100)
    }
    await one.clock.pass(2_000)
    const told = one.socket.heard.filter((each) => each.type === 'receipt')
    expect(told.length).toBeLessThanOrEqual(7)
    expect(told.at(-1)).toMatchObject({ kind: 'delivered', message_id: id(50) })
  })
})

describe('a timeline', () => {
  const all = Array.from({ length: 300 }, (_, i) => message('c', i + 1))

  beforeEach(async () => {
    one.server.rest = (_, path) => {
      const url = new URL(path, 'http://server')
      if (url.pathname === '/api/conversations') {
        return { body: { conversations: [conversation('c', 300)], next_cursor: null } }
      }
      if (url.pathname !== '/api/conversations/c/messages') return undefined
      const limit = Number(url.searchParams.get('limit') ?? 50)
      const after = url.searchParams.get('after')
      const before = url.searchParams.get('before') ?? '~'
      const found =
        after === null
          ? all.filter((each) => each.message_id < before).reverse()
          : all.filter((each) => each.message_id > after)
      const page = found.slice(0, limit)
      return { body: { messages: page, next_cursor: found.length > limit ? page.at(-1)?.message_id : null } }
    }
    await one.open()
    await one.accept()
    await one.answerSync({ c: standing(300) }, 'token')
    await one.clock.pass(0)
  })

  const seqs = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)

  it('begins at the newest, and pages backwards to the first', async () => {
    const timeline = one.client.timeline('c')
    await one.clock.pass(0)
    const shown = () => timeline.get().messages.map((each) => each.seq)
    expect(shown()).toEqual(seqs(271, 300))
    expect(timeline.get()).toMatchObject({ hasOlder: true, hasNewer: false, loading: null, error: null })
    while (timeline.get().hasOlder) await timeline.loadOlder()
    expect(shown()).toEqual(seqs(1, 300))
    one.message('c', 301)
    await one.clock.pass(0)
    expect(shown()).toEqual(seqs(1, 301))
  })

  it('shows what it has once seen without a network', async () => {
    const timeline = one.client.timeline('c')
    await one.clock.pass(0)
    while (timeline.get().hasOlder) await timeline.loadOlder()
    await one.restart()
    one.server.isReachable = false
    const again = one.client.timeline('c')
    await one.clock.pass(0)
    while (again.get().hasOlder) await again.loadOlder()
    expect(again.get().messages.map((each) => each.seq)).toEqual(seqs(1, 300))
    expect(again.get().error).toBeNull()
  })

  it('jumps to around a message, and back through newer pages without a hole', async () => {
    const timeline = one.client.timeline('c')
    await one.clock.pass(0)
    await timeline.jumpTo({ messageId: id(100) })
    const shown = () => timeline.get().messages.map((each) => each.seq)
    expect(shown()).toContain(100)
    expect(timeline.get()).toMatchObject({ hasOlder: true, hasNewer: true })
    one.message('c', 301)
    await one.clock.pass(0)
    expect(shown()).not.toContain(301)
    while (timeline.get().hasNewer) await timeline.loadNewer()
    const first = shown()[0] ?? 0
    expect(shown()).toEqual(seqs(first, 301))
    one.message('c', 302)
    await one.clock.pass(0)
    expect(shown().at(-1)).toBe(302)
    await timeline.jumpTo({ messageId: id(1) })
    expect(shown()[0]).toBe(1)
    expect(timeline.get().hasOlder).toBe(false)
    await timeline.jumpTo('latest')
    expect(shown().at(-1)).toBe(302)
    expect(timeline.get().hasNewer).toBe(false)
  })

  it.each([
    ['as a server tells of it at first', [] as number[]],
    ['once all is kept', seqs(1, 300)],
  ])('jumps to before the first message: %s', async (_, kept) => {
    const timeline = one.client.timeline('c')
    await one.clock.pass(0)
    while (timeline.get().messages.length < kept.length) await timeline.loadOlder()
    if (kept.length > 0) {
      await one.restart()
      one.server.isReachable = false
    }
    const shown = one.client.timeline('c')
    await one.clock.pass(0)
    await shown.jumpTo({ messageId: id(0) })
    expect(shown.get().messages[0]?.seq).toBe(1)
    expect(shown.get()).toMatchObject({ hasOlder: false, hasNewer: true, error: null })
  })

  it('says what went wrong, and tries again', async () => {
    const timeline = one.client.timeline('c')
    await one.clock.pass(0)
    await timeline.loadOlder()
    const before = timeline.get().messages.length
    one.server.isReachable = false
    await timeline.loadOlder()
    expect(timeline.get().error).toMatchObject({ code: 'unreachable' })
    expect(timeline.get().messages).toHaveLength(before)
    one.server.isReachable = true
    await timeline.loadOlder()
    expect(timeline.get().error).toBeNull()
    expect(timeline.get().messages).toHaveLength(before + 50)
  })

  it('keeps its state as long as nothing changes', async () => {
    const timeline = one.client.timeline('c')
    await one.clock.pass(0)
    const before = timeline.get()
    one.message('d', 1)
    await one.clock.pass(0)
    expect(timeline.get()).toBe(before)
  })
})

describe('who one is no member with', () => {
  it('is left with its messages', async () => {
    one.server.rest = (_, path) =>
      path.startsWith('/api/conversations?')
        ? { body: { conversations: [conversation('c', 0)], next_cursor: null } }
        : undefined
    await one.open()
    await one.accept()
    await one.answerSync({ c: standing(0) }, 'token')
    await one.clock.pass(0)
    one.message('c', 1)
    await one.gives(1)
    one.say({ type: 'conversation', conversation: { conversation_id: 'c', type: 'group' }, removed: true })
    await one.clock.pass(0)
    expect(one.client.conversations.get()).toEqual([])
    expect(one.client.conversation('c').get()).toBeUndefined()
    expect(one.happened).toEqual([['removed', { conversation_id: 'c' }]])
    expect((await one.storage.load()).conversations).toEqual([])
  })

  it('is found out after having been away', async () => {
    let all = [conversation('c', 0), conversation('d', 0)]
    one.server.rest = (_, path) => {
      if (path.startsWith('/api/conversations?')) return { body: { conversations: all, next_cursor: null } }
      return undefined
    }
    await one.open()
    await one.accept()
    await one.answerSync({ c: standing(0), d: standing(0) }, 'token')
    await one.clock.pass(0)
    expect(one.client.conversations.get()).toHaveLength(2)
    all = [conversation('c', 0)]
    one.socket.end()
    await one.accept()
    await one.answerSync({}, 'token-2')
    await one.clock.pass(5_000)
    expect(one.client.conversations.get().map((each) => each.conversation_id)).toEqual(['c'])
  })
})

describe('receipts of others', () => {
  it('are asked for once their conversation is known, and again on each connection', async () => {
    one.server.rest = (_, path) => {
      if (path.startsWith('/api/conversations?')) {
        return { body: { conversations: [conversation('c', 3)], next_cursor: null } }
      }
      if (!path.startsWith('/api/conversations/c/receipts')) return undefined
      const bob = { user_id: 'bob', delivered_message_id: id(3), read_message_id: id(2) }
      const ann = { user_id: 'ann', delivered_message_id: id(3), read_message_id: id(3) }
      return { body: { receipts: [bob, ann], next_cursor: null } }
    }
    await one.open()
    const receipts = one.client.receipts('c')
    receipts.subscribe(() => {})
    await one.accept()
    await one.answerSync({ c: standing(3) }, 'token')
    await one.clock.pass(0)
    expect(receipts.get()).toEqual([{ user_id: 'bob', delivered_message_id: id(3), read_message_id: id(2) }])
    const asked = () => one.server.calls.filter((call) => call.includes('/receipts')).length
    expect(asked()).toBe(1)
    one.socket.end()
    await one.accept()
    await one.answerSync({}, 'token-2')
    await one.clock.pass(0)
    expect(asked()).toBe(2)
  })
})

describe('the list', () => {
  it('is in the server’s order until messages say more', async () => {
    const all = [conversation('a', 2), conversation('b', 5), conversation('empty', 0)]
    one.server.rest = (_, path) => {
      const [, , , id] = path.split(/[/?]/)
      if (path.startsWith('/api/conversations?')) return { body: { conversations: all, next_cursor: null } }
      if (!path.includes('/messages')) return undefined
      return {
        body: { messages: id === 'a' ? [message('a', 2), message('a', 1)] : [message('b', 5)], next_cursor: null },
      }
    }
    await one.open()
    await one.accept()
    await one.answerSync({ a: standing(2), b: standing(5), empty: standing(0) }, 'token')
    const listed: string[][] = []
    one.client.conversations.subscribe(() =>
      listed.push(one.client.conversations.get().map((each) => each.conversation_id)),
    )
    await one.clock.pass(0)
    expect(listed[0]).toEqual(['a', 'b', 'empty'])
    // Their newest messages say when they were active.
    expect(listed.at(-1)).toEqual(['b', 'a', 'empty'])
    expect(one.client.conversations.get().map((each) => each.active_at)).toEqual([
      message('b', 5).server_ts,
      message('a', 2).server_ts,
      1_000,
    ])
  })
})

describe('a message that was acked and may not be seen', () => {
  it('is on its way no more', async () => {
    one.server.rest = (_, path) =>
      path.includes('after=') ? { body: { messages: [message('c', 9)], next_cursor: null } } : undefined
    await one.open()
    await one.caughtUp()
    one.message('c', 1)
    await one.client.send('c', { text: 'before one left and came back' })
    const { client_msg_id } = await one.hears('send')
    one.say({ type: 'ack', client_msg_id, conversation_id: 'c', message_id: id(5), seq: 5, server_ts: 5 })
    one.message('c', 9)
    await one.clock.pass(5_000)
    await one.gives(1, 9)
    expect(one.client.outgoing.get()).toEqual([])
  })
})
