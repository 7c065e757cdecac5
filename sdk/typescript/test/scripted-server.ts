import type { Socket, SocketConstructor } from '../src/host.js'
import type { ClientFrame, ServerFrame } from '../src/protocol.js'

/** What a REST call is answered; `undefined` is 404. */
export type RestAnswer = (
  method: string,
  path: string,
  body: unknown,
) => { status?: number; body?: unknown } | undefined

/** The server's end of one WebSocket, in the same program. */
export class ScriptedSocket implements Socket {
  onopen: ((event: never) => unknown) | null = null
  onmessage: ((event: never) => unknown) | null = null
  onclose: ((event: never) => unknown) | null = null
  onerror: ((event: never) => unknown) | null = null
  readonly heard: ClientFrame[] = []
  isOpen = false
  isOver = false
  answersPings = true
  /** With which code the client closed it. */
  closedBy: number | undefined

  constructor(
    readonly url: string,
    private readonly server: ScriptedServer,
  ) {
    server.sockets.push(this)
    queueMicrotask(() => {
      if (this.isOver) return
      this.isOpen = true
      this.#fire('onopen', {})
    })
  }

  send(text: string): void {
    // As the standard has it: what is said on one that is over is lost.
    if (this.isOver) return
    if (!this.isOpen) throw new Error('the socket is not open yet')
    const frame: ClientFrame = JSON.parse(text)
    if (frame.type === 'ping' && this.answersPings) queueMicrotask(() => this.say({ type: 'pong' }))
    this.heard.push(frame)
    this.server.heard(this, frame)
  }

  close(code = 1005): void {
    if (this.isOver) return
    this.closedBy = code
    this.#end(code)
  }

  /** The server says something. */
  say(frame: ServerFrame | Record<string, unknown>): void {
    if (!this.isOver) this.#fire('onmessage', { data: JSON.stringify(frame) })
  }

  /** The server closes it, or with 1006 the network. */
  end(code = 1006): void {
    if (!this.isOver) this.#end(code)
  }

  #end(code: number): void {
    this.isOver = true
    this.isOpen = false
    queueMicrotask(() => this.#fire('onclose', { code }))
  }

  #fire(name: 'onopen' | 'onmessage' | 'onclose', event: object): void {
    const listener = this[name]
    if (listener !== null) listener(event as never)
  }
}

/** A server that says what a test has it say. */
export class ScriptedServer {
  readonly sockets: ScriptedSocket[] = []
  readonly calls: string[] = []
  rest: RestAnswer = () => undefined
  onFrame: (socket: ScriptedSocket, frame: ClientFrame) => void = () => {}
  isReachable = true

  get socketClass(): SocketConstructor {
    const server = this
    return class extends ScriptedSocket {
      constructor(url: string) {
        super(url, server)
        if (!server.isReachable) this.end()
      }
    }
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const url = new URL(String(input))
    const path = `${url.pathname}${url.search}`
    const method = init?.method ?? 'GET'
    this.calls.push(`${method} ${path}`)
    if (!this.isReachable) throw new TypeError('no network')
    const body = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined
    const answer = this.rest(method, path, body) ?? { status: 404, body: { code: 'not_found' } }
    return new Response(answer.body === undefined ? null : JSON.stringify(answer.body), {
      status: answer.status ?? 200,
    })
  }

  /** The socket that was opened last. */
  get last(): ScriptedSocket {
    const last = this.sockets.at(-1)
    if (last === undefined) throw new Error('no socket was opened')
    return last
  }

  heard(socket: ScriptedSocket, frame: ClientFrame): void {
    this.onFrame(socket, frame)
  }
}
