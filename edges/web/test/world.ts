import type { Conversation, Member, Message, Role } from '@parley/client'

interface Talk {
  readonly id: string
  readonly type: 'direct' | 'group'
  title?: string
  readonly history: 'all' | 'joined'
  readonly members: Map<string, Member>
  readonly messages: Message[]
  readonly read: Map<string, string>
}

interface Line {
  readonly userId: string
  receive(frame: object): void
  close(code: number): void
}

type Body = Record<string, unknown>
type Answer = readonly [status: number, body?: object]

/** A Parley in memory that speaks the wire contract: as much of it as the client's screens need. */
export class World {
  readonly names = new Map<string, string>()
  readonly passwords = new Map<string, string>()
  readonly talks = new Map<string, Talk>()
  readonly lines = new Set<Line>()
  readonly online = new Set<string>()
  readonly settings = new Map<string, object>()
  readonly devices = new Map<string, object>()
  /** What was asked, as `METHOD path`. */
  readonly asked: string[] = []
  /** Answers a call instead of the world; such as `() => [503, { code: 'unavailable' }]`. */
  refuse: (method: string, path: string) => Answer | undefined = () => undefined
  /** Whether the network is there. */
  reachable = true
  #ids = 0
  #now = 0

  user(id: string, name = id): string {
    this.names.set(id, name)
    this.passwords.set(id, `password-${id}`)
    return id
  }

  talk(
    type: 'direct' | 'group',
    memberIds: readonly string[],
    title?: string,
    history: 'all' | 'joined' = 'all',
  ): string {
    const id = type === 'direct' ? `d-${[...memberIds].sort().join('-')}` : `g-${++this.#ids}`
    if (this.talks.has(id)) return id
    const role = (index: number): Role => (type === 'group' && index === 0 ? 'owner' : 'member')
    const members = new Map(
      memberIds.map((user_id, index) => [user_id, { user_id, role: role(index), joined_at: this.#tick() }]),
    )
    const named = title === undefined ? {} : { title }
    this.talks.set(id, { id, type, ...named, history, members, messages: [], read: new Map() })
    this.#changed(id)
    return id
  }

  /** Somebody says something, and all who are connected hear it. */
  say(from: string, conversationId: string, text: string, clientMsgId?: string): Message {
    const talk = this.#talk(conversationId)
    const message: Message = {
      conversation_id: talk.id,
      message_id: String(++this.#ids).padStart(13, '0'),
      seq: talk.messages.length + 1,
      from,
      text,
      server_ts: this.#tick(),
    }
    talk.messages.push(message)
    talk.read.set(from, message.message_id)
    for (const line of this.lines) {
      if (!talk.members.has(line.userId) || (line.userId === from && clientMsgId !== undefined)) continue
      line.receive({ type: 'message', ...message })
    }
    return message
  }

  typing(userId: string, conversationId: string): void {
    const frame = { type: 'typing', conversation_id: conversationId, user_id: userId, active: true }
    for (const line of this.lines) if (line.userId !== userId) line.receive(frame)
  }

  /** Ends all sockets, as a server does that goes away (1001), a token that ended (4401), another tab (4409). */
  hangUp(code: number): void {
    for (const line of [...this.lines]) line.close(code)
  }

  readonly fetch: typeof fetch = async (input, init) => {
    if (!this.reachable) throw new TypeError('no network')
    const url = new URL(String(input))
    const method = init?.method ?? 'GET'
    this.asked.push(`${method} ${url.pathname}`)
    const body: Body = typeof init?.body === 'string' ? JSON.parse(init.body) : {}
    const me = new Headers(init?.headers).get('authorization')?.split(' ')[2] ?? ''
    const [status, answer] =
      this.refuse(method, url.pathname) ??
      this.#answer(method, url.pathname.split('/').slice(2), url.searchParams, body, me)
    return new Response(status === 204 ? null : JSON.stringify(answer ?? {}), { status })
  }

  /** Answers a frame of a client's socket. */
  frame(line: Line, frame: Body): void {
    const id = frame['id'] === undefined ? {} : { id: frame['id'] }
    switch (frame['type']) {
      case 'send': {
        const message = this.say(
          line.userId,
          text(frame['conversation_id']),
          text(frame['text']),
          text(frame['client_msg_id']),
        )
        line.receive({ type: 'ack', client_msg_id: frame['client_msg_id'], ...message, ...id })
        return
      }
      case 'sync': {
        this.#missed(line, frame)
        const standings = this.#conversationsOf(line.userId).map((conversation) => {
          const { conversation_id, last_message_id, last_seq, read_message_id, unread } = conversation
          return [conversation_id, { last_message_id, last_seq, read_message_id, unread, more: false }]
        })
        const since = String(this.#ids).padStart(13, '0')
        line.receive({ type: 'synced', conversations: Object.fromEntries(standings), since, ...id })
        return
      }
      case 'watch':
        for (const userId of list(frame['user_ids'])) {
          line.receive({ type: 'presence', user_id: userId, status: this.online.has(userId) ? 'online' : 'offline' })
        }
        return
      case 'ping':
        line.receive({ type: 'pong', ...id })
    }
  }

  /** After its cursor in a conversation that the client names, in others what is newer than its last sync. */
  #missed(line: Line, frame: Body): void {
    const cursors = new Map(Object.entries(typeof frame['cursors'] === 'object' ? { ...frame['cursors'] } : {}))
    for (const talk of this.talks.values()) {
      const cursor = cursors.has(talk.id) ? text(cursors.get(talk.id)) : frame['since']
      if (!talk.members.has(line.userId) || typeof cursor !== 'string') continue
      for (const message of talk.messages) {
        if (message.message_id > cursor) line.receive({ type: 'message', ...message })
      }
    }
  }

  #answer(method: string, path: readonly string[], query: URLSearchParams, body: Body, me: string): Answer {
    const [root = '', second = '', third = '', fourth = ''] = path
    const call = `${method} ${root}`
    if (root === 'auth') return this.#auth(second, body)
    if (call === 'GET users' && third === '')
      return second === 'me' ? [200, this.#user(me)] : this.#search(text(query.get('query')))
    if (root === 'users' || (root === 'conversations' && third === 'notifications')) {
      const key = `${me} ${root} ${second}`
      if (method === 'PUT') this.settings.set(key, { until: null, quiet_hours: null, ...body })
      return [200, this.settings.get(key) ?? { level: 'all', until: null, preview: 'full', quiet_hours: null }]
    }
    if (root === 'devices') {
      if (method === 'DELETE') this.devices.delete(second)
      return method === 'DELETE' ? [204] : [200, { devices: [...this.devices.values()] }]
    }
    if (call === 'POST conversations' && second === '') return this.#create(body, me)
    if (call === 'GET conversations' && second === '') {
      return [200, { conversations: this.#conversationsOf(me), next_cursor: null }]
    }
    if (root === 'conversations') return this.#conversation(method, second, third, fourth, body, me)
    return [404, { code: 'not_found' }]
  }

  #auth(call: string, body: Body): Answer {
    const username = text(body['username'])
    if (call === 'logout') return [204]
    if (call === 'register') {
      if (this.names.has(username)) return [409, { code: 'conflict', detail: 'username is taken' }]
      this.names.set(username, text(body['display_name'] ?? username))
      this.passwords.set(username, text(body['password']))
    } else if (call === 'login' && this.passwords.get(username) !== body['password']) {
      return [401, { code: 'unauthorized' }]
    }
    const me = call === 'refresh' ? text(body['refresh_token']).split(' ')[1] : username
    const access = { user_id: me, access_token: `for ${me}`, refresh_token: `again ${me}`, expires_in: 3600 }
    return [call === 'register' ? 201 : 200, access]
  }

  #search(query: string): Answer {
    const begins = (word: string) => word.toLowerCase().startsWith(query.toLowerCase())
    const found = [...this.names].filter(([id, name]) => begins(id) || begins(name))
    return [200, { users: found.map(([id]) => this.#user(id)) }]
  }

  #create(body: Body, me: string): Answer {
    const members = list(body['member_ids'])
    const id =
      body['type'] === 'direct'
        ? this.talk('direct', [me, ...members])
        : this.talk('group', [me, ...members], text(body['title']), body['history'] === 'joined' ? 'joined' : 'all')
    return [201, this.#shown(this.#talk(id), me)]
  }

  #conversation(method: string, id: string, part: string, userId: string, body: Body, me: string): Answer {
    const talk = this.talks.get(id)
    if (talk === undefined) return [404, { code: 'not_found' }]
    if (part === 'messages') return [200, { messages: [...talk.messages].reverse(), next_cursor: null }]
    if (part === 'receipts') return [200, { receipts: [], next_cursor: null }]
    if (part === 'read') return [204]
    if (part === 'members' && method === 'GET') return [200, { members: [...talk.members.values()], next_cursor: null }]
    if (method === 'PATCH') talk.title = text(body['title'])
    if (method === 'POST') {
      for (const user_id of list(body['user_ids'])) {
        talk.members.set(user_id, { user_id, role: 'member', joined_at: this.#tick() })
      }
    }
    const member = talk.members.get(userId)
    if (method === 'PUT' && member !== undefined) {
      const role = text(body['role'])
      const known = role === 'owner' || role === 'admin' ? role : 'member'
      const mine = talk.members.get(me)
      if (known === 'owner' && mine !== undefined) talk.members.set(me, { ...mine, role: 'admin' })
      talk.members.set(userId, { ...member, role: known })
    }
    if (method === 'DELETE') {
      talk.members.delete(userId)
      const gone = { conversation_id: id, type: talk.type, removed: true }
      for (const line of this.lines) {
        if (line.userId === userId) line.receive({ type: 'conversation', conversation: gone })
      }
    }
    this.#changed(id)
    if (method === 'DELETE') return [204]
    return [200, method === 'PUT' ? { ...talk.members.get(userId) } : this.#shown(talk, me)]
  }

  #changed(id: string): void {
    const talk = this.#talk(id)
    for (const line of this.lines) {
      if (talk.members.has(line.userId)) {
        line.receive({ type: 'conversation', conversation: this.#shown(talk, line.userId) })
      }
    }
  }

  #conversationsOf(userId: string): readonly Conversation[] {
    return [...this.talks.values()]
      .filter((talk) => talk.members.has(userId))
      .map((talk) => this.#shown(talk, userId))
      .sort((a, b) => (b.last_message_id ?? '').localeCompare(a.last_message_id ?? ''))
  }

  #shown(talk: Talk, userId: string): Conversation {
    const read = talk.read.get(userId) ?? ''
    const last = talk.messages.at(-1)
    return {
      conversation_id: talk.id,
      type: talk.type,
      ...(talk.title === undefined ? {} : { title: talk.title }),
      history: talk.history,
      member_count: talk.members.size,
      members: [...talk.members.values()],
      role: talk.members.get(userId)?.role ?? 'member',
      created_at: Date.now() - 86_400_000,
      first_visible_seq: 1,
      last_message_id: last?.message_id ?? null,
      last_seq: last?.seq ?? 0,
      read_message_id: read === '' ? null : read,
      unread: talk.messages.filter((message) => message.message_id > read).length,
    }
  }

  #user = (id: string) => ({ user_id: id, username: id, display_name: this.names.get(id) ?? id })

  #talk(id: string): Talk {
    const talk = this.talks.get(id)
    if (talk === undefined) throw new Error(`no conversation ${id}`)
    return talk
  }

  #tick = (): number => {
    this.#now = Math.max(this.#now + 1, Date.now())
    return this.#now
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function list(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}
