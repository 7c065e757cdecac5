import type { ConnectionStatus } from '../client.js'
import { SignedOut } from '../errors.js'
import type { Clock, Network, Random, Socket, SocketConstructor } from '../host.js'
import type { ClientFrame, ServerFrame } from '../protocol.js'
import { expiry, type Tokens } from '../rest/tokens.js'
import { readFrame } from './frames.js'
import { Redial } from './redial.js'

const READY_MAX_MS = 30_000
/** After a ping, something has to come within this time. */
const PONG_MAX_MS = 10_000
/** Another token is asked for a fifth of its time ahead of its end, a minute at most. */
const RENEWAL_AHEAD_MAX_MS = 60_000
/** A token that lives no longer is not asked for without end. */
const RENEWAL_WAIT_MIN_MS = 500

type State = 'connecting' | 'up' | 'waiting' | 'replaced' | 'signed-out' | 'closed'

/** Whom a connection serves. All calls come one after the other. */
export interface ConnectionOwner {
  /** A socket is authenticated: what holds on a socket is to be said on it now. */
  up(): void
  frame(frame: ServerFrame): void
  /** What was under way on the socket may be lost. Told once for each `up`. */
  down(): void
  status(status: ConnectionStatus): void
  /** Whether the socket is not worth its keep, though it lives. */
  overdue(): boolean
}

export interface ConnectionSettings {
  readonly server: string
  readonly userId: string
  readonly deviceId: string
  readonly tokens: Tokens
  readonly clock: Clock
  readonly random: Random
  readonly network: Network
  readonly socket: SocketConstructor
}

/** One socket after the other, as long as there are tokens: dials, authenticates, probes, renews, waits and dials again. */
export class Connection {
  readonly #redial: Redial
  readonly #leaveNetwork: () => void
  #state: State = 'waiting'
  #socket: Socket | null = null
  #token = ''
  /** The token that the server refused, of which the next one has to differ. */
  #refused: string | undefined
  #dials = 0
  #heardAt = 0
  #pingedAt: number | null = null
  /** By how much this machine's clock is behind the server's, by which tokens end. */
  #clockBehind = 0
  /** Timers of the socket in use. */
  #timers = new Set<() => void>()
  #cancelDial = () => {}

  constructor(
    private readonly settings: ConnectionSettings,
    private readonly owner: ConnectionOwner,
  ) {
    this.#redial = new Redial(settings.random)
    this.#leaveNetwork = settings.network.subscribe(() => this.#woken())
  }

  get ready(): boolean {
    return this.#state === 'up'
  }

  /** Connects now, also when another device took over or there were no more tokens. */
  connect(): void {
    if (this.#state === 'connecting' || this.#state === 'up' || this.#state === 'closed') return
    this.#redial.forget()
    this.#dial()
  }

  say(frame: ClientFrame): void {
    if (this.#state === 'up') this.#socket?.send(JSON.stringify(frame))
  }

  served(): void {
    this.#redial.served()
  }

  close(): void {
    if (this.#state === 'closed') return
    this.#leaveNetwork()
    this.#drop(1000)
    this.#stop('closed')
  }

  #stop(state: 'replaced' | 'signed-out' | 'closed'): void {
    this.#dials++
    this.#cancelDial()
    this.#state = state
    this.owner.status({ state })
  }

  #woken(): void {
    if (this.#state === 'waiting') this.#dial()
    else if (this.#state === 'up') this.#probe()
  }

  #dial(): void {
    this.#cancelDial()
    this.#state = 'connecting'
    this.owner.status({ state: 'connecting' })
    const mine = ++this.#dials
    const { tokens } = this.settings
    const asked = this.#refused === undefined ? tokens.current() : tokens.insteadOf(this.#refused)
    asked.then(
      (token) => {
        if (mine === this.#dials) this.#open(token)
      },
      (cause: unknown) => {
        if (mine !== this.#dials) return
        if (cause instanceof SignedOut) this.#stop('signed-out')
        else this.#wait(this.#redial.next())
      },
    )
  }

  #open(token: string): void {
    this.#token = token
    let socket: Socket
    try {
      socket = new this.settings.socket(`${this.settings.server.replace(/^http/, 'ws')}/ws`)
    } catch {
      this.#wait(this.#redial.next())
      return
    }
    this.#socket = socket
    const ended = (code: number) => {
      if (socket === this.#socket) this.#ended(code)
    }
    socket.onopen = () => {
      if (socket === this.#socket) this.#auth(token, 'auth')
    }
    socket.onmessage = (event: { data: unknown }) => {
      if (socket === this.#socket) this.#heard(event.data)
    }
    socket.onclose = (event: { code?: number }) => ended(event.code ?? 0)
    // The end follows with `onclose`.
    socket.onerror = () => {}
    this.#later(READY_MAX_MS, () => {
      if (this.#state === 'connecting') this.#abort()
    })
  }

  #auth(token: string, id: string): void {
    const frame: ClientFrame = { type: 'auth', token, device_id: this.settings.deviceId, id }
    this.#socket?.send(JSON.stringify(frame))
  }

  #heard(data: unknown): void {
    this.#heardAt = this.settings.clock.now()
    this.#pingedAt = null
    const frame = readFrame(data)
    if (frame === null || frame.type === 'pong') return
    if (frame.type !== 'ready') {
      if (this.#state === 'up') this.owner.frame(frame)
    } else if (this.#state === 'connecting') {
      this.#ready(frame)
    }
  }

  #ready(frame: Extract<ServerFrame, { type: 'ready' }>): void {
    if (frame.user_id !== this.settings.userId) {
      // What is kept here is another's.
      this.#drop(1000)
      this.#stop('signed-out')
      return
    }
    this.#state = 'up'
    this.#refused = undefined
    this.#redial.up()
    this.#clockBehind = frame.server_ts - this.settings.clock.now()
    this.#renewLater(this.#token)
    this.#watch(frame.heartbeat_ms > 0 ? frame.heartbeat_ms : 30_000)
    this.owner.up()
  }

  /** A browser does not show the server's own pings, so that silence alone means nothing. */
  #watch(heartbeatMs: number): void {
    this.#later(heartbeatMs / 2, () => {
      if (this.owner.overdue()) {
        this.#abort()
        return
      }
      if (this.settings.clock.now() - this.#heardAt >= heartbeatMs) this.#probe()
      this.#watch(heartbeatMs)
    })
  }

  /** Asks the other side for a sign of life, and ends the socket when none comes. */
  #probe(): void {
    if (this.#pingedAt !== null) return
    const at = this.settings.clock.now()
    this.#pingedAt = at
    this.say({ type: 'ping' })
    this.#later(PONG_MAX_MS, () => {
      if (this.#pingedAt === at) this.#abort()
    })
  }

  #renewLater(token: string): void {
    const expires = expiry(token)
    if (expires === null) return
    const left = expires - this.settings.clock.now() - this.#clockBehind
    const wait = left - Math.min(left / 5, RENEWAL_AHEAD_MAX_MS)
    // A timer holds no more than 31 bits of ms.
    this.#later(Math.min(Math.max(wait, RENEWAL_WAIT_MIN_MS), 2 ** 31 - 1), () => this.#renew(token))
  }

  #renew(ending: string): void {
    const socket = this.#socket
    this.settings.tokens.insteadOf(ending).then(
      (token) => {
        // Without another one, the socket ends with this one.
        if (socket === null || socket !== this.#socket || token === ending) return
        this.#token = token
        this.#auth(token, 'renewal')
        this.#renewLater(token)
      },
      (cause: unknown) => {
        // Else the socket ends with the old token, and then it is asked for a fresh one, with backoff.
        if (!(cause instanceof SignedOut) || socket === null || socket !== this.#socket) return
        this.#drop(1000)
        this.#stop('signed-out')
      },
    )
  }

  #abort(): void {
    const socket = this.#socket
    this.#ended(0)
    socket?.close()
  }

  /** Closes the socket, and says to the owner that it is gone. */
  #drop(code: number): void {
    const socket = this.#socket
    this.#gone()
    socket?.close(code)
  }

  #gone(): void {
    const wasUp = this.#state === 'up'
    this.#socket = null
    this.#state = 'waiting'
    this.#pingedAt = null
    for (const cancel of this.#timers) cancel()
    this.#timers = new Set()
    if (wasUp) this.owner.down()
  }

  #ended(code: number): void {
    this.#gone()
    const next = this.#redial.after(code)
    if (next.do === 'stop') {
      this.#stop(next.state)
    } else {
      if (next.tokenRefused) this.#refused = this.#token
      this.#wait(next.ms)
    }
  }

  #wait(ms: number): void {
    this.#state = 'waiting'
    const mine = ++this.#dials
    this.owner.status({ state: 'waiting', retryAt: this.settings.clock.now() + ms })
    this.#cancelDial = this.settings.clock.later(ms, () => {
      if (mine === this.#dials) this.#dial()
    })
  }

  /** A timer that ends with the socket. */
  #later(ms: number, task: () => void): void {
    const cancel = this.settings.clock.later(ms, () => {
      this.#timers.delete(cancel)
      task()
    })
    this.#timers.add(cancel)
  }
}
