import { ParleyError } from '../errors.js'
import { isObject } from './shapes.js'
import type { Tokens } from './tokens.js'

const TIMEOUT_MS = 30_000

export interface Answer {
  readonly status: number
  readonly body: unknown
}

/** One HTTP call with a token; after `unauthorized` once more with another. */
export class Calls {
  constructor(
    private readonly server: string,
    private readonly tokens: Tokens,
    private readonly fetcher: typeof fetch,
  ) {}

  async call(method: string, path: string, body?: unknown): Promise<Answer> {
    const token = await this.tokens.current()
    try {
      return await this.#once(method, path, token, body)
    } catch (e) {
      if (!(e instanceof ParleyError) || e.code !== 'unauthorized') throw e
      return this.#once(method, path, await this.tokens.insteadOf(token), body)
    }
  }

  async #once(method: string, path: string, token: string, body: unknown): Promise<Answer> {
    const headers: Record<string, string> = { authorization: `Bearer ${token}` }
    if (body !== undefined) headers['content-type'] = 'application/json'
    return request(this.fetcher, `${this.server}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  }
}

/**
 * One HTTP call, half a minute at most if nothing else is said.
 *
 * @throws ParleyError `unreachable` when no answer came; else what the server refused
 */
export async function request(
  fetcher: typeof fetch,
  url: string,
  init: RequestInit,
  timeoutMs = TIMEOUT_MS,
): Promise<Answer> {
  const ended = new AbortController()
  const timer = setTimeout(() => ended.abort(), timeoutMs)
  try {
    const response = await fetcher(url, { ...init, signal: ended.signal })
    const text = await response.text()
    const body = parsed(text)
    if (!response.ok) throw refusal(response, body)
    if (text !== '' && body === undefined)
      throw new ParleyError('unreachable', 'the answer is no JSON', response.status)
    return { status: response.status, body }
  } catch (e) {
    if (e instanceof ParleyError) throw e
    throw new ParleyError('unreachable', `no answer: ${e instanceof Error ? e.message : String(e)}`)
  } finally {
    clearTimeout(timer)
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function refusal(response: Response, body: unknown): ParleyError {
  const problem = isObject(body) ? body : {}
  const code = typeof problem['code'] === 'string' ? problem['code'] : codeOf(response.status)
  const said = [problem['detail'], problem['message'], problem['title']].find((one) => typeof one === 'string')
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  const wait = typeof problem['retry_after_ms'] === 'number' ? problem['retry_after_ms'] : seconds * 1000
  return new ParleyError(code, said === undefined ? code : String(said), response.status, wait >= 0 ? wait : undefined)
}

/** Of an answer that is not Parley's own, such as a proxy's. */
function codeOf(status: number): string {
  const codes: Record<number, string> = {
    400: 'bad_request',
    401: 'unauthorized',
    403: 'forbidden',
    404: 'not_found',
    409: 'conflict',
    413: 'too_large',
    429: 'rate_limited',
  }
  return codes[status] ?? (status >= 500 ? 'unavailable' : 'bad_request')
}
