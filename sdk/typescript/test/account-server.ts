import type { Clock } from '../src/host.js'

const GRACE_MS = 30_000
export const TOKEN_MS = 900_000

interface Login {
  readonly userId: string
  tokens: number
  refreshedAt: number
  ended: boolean
}

/** The accounts of a server as the wire contract has them: a refresh token is good for one use. */
export class AccountServer {
  readonly passwords = new Map<string, string>()
  readonly logins: Login[] = []
  /** The calls in the order in which they came. */
  readonly calls: string[] = []
  /** Is asked before each call and after it; what it throws is an answer that is lost. */
  fault: (when: 'before' | 'after', call: string) => void | Promise<void> = () => {}

  constructor(private readonly clock: Clock) {}

  readonly fetch: typeof fetch = async (input, init) => {
    const call = new URL(String(input)).pathname.replace('/api/auth/', '')
    await this.fault('before', call)
    this.calls.push(call)
    const answer = this.#answer(call, JSON.parse(String(init?.body)))
    await this.fault('after', call)
    return answer
  }

  #answer(call: string, body: Record<string, string>): Response {
    const { username = '', password = '', refresh_token = '' } = body
    if (call === 'register') {
      if (this.passwords.has(username)) return refused(409, 'conflict')
      this.passwords.set(username, password)
      return this.#login(username, 201)
    }
    if (call === 'login') {
      return this.passwords.get(username) === password ? this.#login(username, 200) : refused(401, 'unauthorized')
    }
    const [, name, number] = refresh_token.split(' ')
    const login = this.logins[Number(name)]
    if (login === undefined || login.ended) return refused(401, 'unauthorized')
    if (call === 'logout') {
      login.ended = true
      return new Response(null, { status: 204 })
    }
    return this.#refresh(login, Number(number))
  }

  #login(userId: string, status: number): Response {
    this.logins.push({ userId, tokens: 0, refreshedAt: 0, ended: false })
    return this.#grant(this.logins.length - 1, 0, status)
  }

  #refresh(login: Login, number: number): Response {
    if (number === login.tokens) {
      login.tokens++
      login.refreshedAt = this.clock.now()
    } else if (number !== login.tokens - 1 || this.clock.now() - login.refreshedAt > GRACE_MS) {
      login.ended = true
      return refused(401, 'unauthorized')
    }
    return this.#grant(this.logins.indexOf(login), login.tokens, 200)
  }

  #grant(login: number, number: number, status: number): Response {
    return Response.json(
      {
        user_id: this.logins[login]?.userId,
        access_token: `access ${login} ${number}`,
        refresh_token: `refresh ${login} ${number}`,
        expires_in: TOKEN_MS / 1000,
      },
      { status },
    )
  }
}

function refused(status: number, code: string): Response {
  return Response.json({ code, title: code }, { status, headers: { 'content-type': 'application/problem+json' } })
}
