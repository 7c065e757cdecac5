import { once } from 'node:events'
import { WebSocket } from 'ws'

/** What a test prepares by REST and not by clicking. */
export class Rest {
  constructor(
    readonly url: string,
    readonly userId: string,
    readonly token: string,
    readonly refreshToken: string,
  ) {}

  static async register(url: string, username: string, displayName = username): Promise<Rest> {
    const made = await call(url, 'POST', '/api/auth/register', undefined, {
      username,
      password: passwordOf(username),
      display_name: displayName,
    })
    return Rest.of(url, made)
  }

  static async login(url: string, username: string): Promise<Rest> {
    return Rest.of(
      url,
      await call(url, 'POST', '/api/auth/login', undefined, { username, password: passwordOf(username) }),
    )
  }

  private static of(url: string, made: Answer): Rest {
    return new Rest(url, text(made, 'user_id'), text(made, 'access_token'), text(made, 'refresh_token'))
  }

  async direct(other: string): Promise<string> {
    return text(await this.post('/api/conversations', { type: 'direct', member_ids: [other] }), 'conversation_id')
  }

  async group(title: string, ...others: string[]): Promise<string> {
    return text(await this.post('/api/conversations', { type: 'group', title, member_ids: others }), 'conversation_id')
  }

  async say(conversationId: string, message: string, key: string = crypto.randomUUID()): Promise<string> {
    const said = await this.post('/api/messages', {
      conversation_id: conversationId,
      client_msg_id: key,
      text: message,
    })
    return text(said, 'message_id')
  }

  /** The texts of a conversation as the server has them, oldest first. */
  async texts(conversationId: string): Promise<string[]> {
    const texts: string[] = []
    let cursor: unknown = '0000000000000'
    while (typeof cursor === 'string') {
      const page = await this.get(`/api/conversations/${conversationId}/messages?limit=200&after=${cursor}`)
      for (const message of list(page, 'messages')) {
        if (typeof message['text'] === 'string') texts.push(message['text'])
      }
      cursor = page['next_cursor']
    }
    return texts
  }

  async list(path: string, name: string): Promise<Answer[]> {
    return list(await this.get(path), name)
  }

  /** Connects as a device. @returns once it is `ready`; `closed` is the code with which its socket ends */
  async connect(deviceId: string): Promise<{ readonly closed: Promise<number> }> {
    const socket = new WebSocket(`${this.url.replace('http', 'ws')}/ws?device_id=${deviceId}`, {
      headers: { authorization: `Bearer ${this.token}` },
    })
    const closed = once(socket, 'close').then(([code]) => Number(code))
    await once(socket, 'message')
    return { closed }
  }

  get(path: string): Promise<Answer> {
    return call(this.url, 'GET', path, this.token)
  }

  post(path: string, body: unknown): Promise<Answer> {
    return call(this.url, 'POST', path, this.token, body)
  }

  put(path: string, body: unknown): Promise<Answer> {
    return call(this.url, 'PUT', path, this.token, body)
  }

  logout(): Promise<Answer> {
    return call(this.url, 'POST', '/api/auth/logout', undefined, { refresh_token: this.refreshToken })
  }
}

export type Answer = Readonly<Record<string, unknown>>

export const passwordOf = (username: string): string => `password-of-${username}`

async function call(url: string, method: string, path: string, token?: string, body?: unknown): Promise<Answer> {
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const answer = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${answer}`)
  return answer === '' ? {} : record(JSON.parse(answer))
}

function record(value: unknown): Answer {
  if (!isRecord(value)) throw new Error(`no object: ${JSON.stringify(value)}`)
  return value
}

const isRecord = (value: unknown): value is Answer => typeof value === 'object' && value !== null

export function list(answer: Answer, name: string): Answer[] {
  const values = answer[name]
  if (!Array.isArray(values)) throw new Error(`${name} is no list in ${JSON.stringify(answer)}`)
  return values.filter(isRecord)
}

function text(answer: Answer, name: string): string {
  const value = answer[name]
  if (typeof value !== 'string') throw new Error(`${name} is no text in ${JSON.stringify(answer)}`)
  return value
}
