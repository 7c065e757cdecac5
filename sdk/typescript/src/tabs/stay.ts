import type { EngineLink } from '../engine/link.js'
import type { Clock } from '../host.js'
import type { Locks } from '../locks.js'
import type { Channel, OpenChannel } from './channel.js'
import { receive } from './guest.js'
import { type FromLeader, type FromSeat, type LobbyMessage, named } from './messages.js'
import type { Page } from './page.js'
import { RemoteEngine } from './remote-engine.js'

/** A leader who does not answer for so long is frozen, or hangs. */
const SILENCE_MAX_MS = 3_000
/** How often a tab that somebody looks at makes sure that its leader is awake. */
const PROBE_MS = 5_000
/** After an engine could not be started, any tab may try again. */
const RETRY_MS = 1_000
/** Who lost the lock while it was frozen may take the connection once more before it learns of that. It is taken back. */
const TAKE_BACKS_MAX = 3
const TAKE_BACK_MS = 1_000

export interface StaySettings {
  /** What is shared: one server's one user. */
  readonly name: string
  /** Of this tab, unlike any other's. */
  readonly tab: string
  readonly locks: Locks
  readonly open: OpenChannel
  readonly clock: Clock
  readonly page: Page
  /**
   * Starts the engine, when this tab leads; closed when it does no more.
   *
   * @param over to be called when the storage was taken over: a tab that led before was late with that, and is no leader
   */
  readonly start: (over: () => void) => Promise<EngineLink>
}

export interface StayOwner {
  /** There is another engine from now on, or none for now. */
  move(engine: EngineLink | null): void
  /** Somebody signed the user out in another tab. */
  signedOut(): void
}

/**
 * A tab's time among the others, from when it is awake until it is not. It waits for the lock of the leader, and has a seat
 * with whoever holds it.
 */
export class Stay {
  /** A seat's channel is never one of an earlier stay, whose answers may still be on their way. */
  static #seatsMade = 0
  /** Where seats are taken now; none until this tab knows whether it leads. */
  engine: EngineLink | null = null
  readonly #lobby: Channel<LobbyMessage, LobbyMessage>
  readonly #guests = new Map<string, () => void>()
  /** What ends this tab's candidacy for the lock. A new one stands for each try. */
  #candidacy = new AbortController()
  /** Gives the lock back; null while this tab does not lead. */
  #resign: (() => void) | null = null
  #goodbye = () => {}
  #closing: Promise<void> = Promise.resolve()
  #ended = false
  #pinged: object | null = null
  #stopProbing = () => {}

  constructor(
    private readonly settings: StaySettings,
    private readonly owner: StayOwner,
  ) {
    this.#lobby = settings.open(this.#named('lobby'))
    this.#lobby.onmessage = (message) => this.#took(message)
    const present = new Promise<void>((resolve) => {
      this.#goodbye = resolve
    })
    // Others see by this lock when the tab is gone, so it asks for no seat before it holds it.
    void settings.locks.hold(this.#named(`tab ${settings.tab}`), () => {
      if (!this.#ended && this.#resign === null) this.#follow()
      return present
    })
    this.#stand()
    this.#probeOften()
  }

  /** Ends it: the lock goes to another tab at once, whatever is still to be written here. */
  async end(): Promise<void> {
    if (this.#ended) return
    this.#ended = true
    this.#stopProbing()
    this.#candidacy.abort()
    this.#lobby.onmessage = () => {}
    this.#lobby.close()
    this.#stop()
    this.#goodbye()
    await this.#closing
  }

  /** Makes sure that the leader is awake, when somebody looks at this tab. One that is not loses the lock. */
  probe(): void {
    if (this.#ended || this.#resign !== null || this.#pinged !== null || !this.settings.page.isVisible) return
    const { clock } = this.settings
    const ping = { at: clock.now() }
    this.#pinged = ping
    this.#lobby.post({ type: 'ping' })
    clock.later(SILENCE_MAX_MS, () => {
      if (this.#pinged !== ping) return
      this.#pinged = null
      const waited = clock.now() - ping.at
      // The machine slept, or its clock was set: that says nothing of the leader.
      if (waited < SILENCE_MAX_MS || waited > 2 * SILENCE_MAX_MS) this.probe()
      else if (!this.#ended) this.#stand(true)
    })
  }

  #probeOften(): void {
    this.#stopProbing = this.settings.clock.later(PROBE_MS, () => {
      this.probe()
      this.#probeOften()
    })
  }

  #took(message: LobbyMessage): void {
    const leads = this.#resign !== null
    switch (message.type) {
      case 'leading':
        if (!leads) this.#follow()
        break
      case 'hello':
        if (leads && this.engine !== null) this.#receive(message.tab, message.seat, this.engine)
        break
      case 'ping':
        if (leads) this.#lobby.post({ type: 'pong' })
        break
      case 'pong':
        this.#pinged = null
        break
      case 'signed-out':
        this.owner.signedOut()
        break
    }
  }

  /** Becomes the leader as soon as nobody else is; or at once. */
  #stand(steal = false): void {
    this.#candidacy.abort()
    const candidacy = new AbortController()
    this.#candidacy = candidacy
    const ended = () => {
      if (candidacy.signal.aborted) return
      // It was stolen, as this tab was taken for frozen; or there was no engine to be had.
      this.#stop()
      this.#follow()
      this.#stand()
    }
    this.settings.locks
      .hold(this.#named('leader'), () => this.#lead(candidacy.signal), steal ? { steal } : { signal: candidacy.signal })
      .then(ended, ended)
  }

  /** Leads, until it resigns or is not wanted any more. */
  async #lead(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    let resign = () => {}
    const resigned = new Promise<void>((resolve) => {
      resign = resolve
    })
    this.#resign = resign
    this.#pinged = null
    this.#seat(null)
    const leads = () => this.#resign === resign
    try {
      const engine = await this.settings.start(resign)
      if (!leads()) {
        await engine.close()
        return
      }
      this.#takeBack(engine)
      this.#seat(engine)
    } catch (cause) {
      // biome-ignore lint/suspicious/noConsole: nobody else is there to be told
      console.warn('parley: the client cannot be started, and is tried again', cause)
      this.settings.clock.later(RETRY_MS, resign)
    }
    if (leads()) this.#lobby.post({ type: 'leading' })
    await resigned
  }

  #takeBack(engine: EngineLink): void {
    let left = TAKE_BACKS_MAX
    const seat = engine.attach((changes) => {
      const isReplaced = changes.some((one) => one.type === 'connection' && one.status.state === 'replaced')
      if (!isReplaced || left-- <= 0) return
      this.settings.clock.later(TAKE_BACK_MS, () => {
        if (this.engine === engine) void seat.commands.reconnect().catch(() => {})
      })
    })
  }

  #follow(): void {
    const { tab, open } = this.settings
    this.#seat(
      new RemoteEngine({
        seat: () => {
          const seat = `${tab} ${++Stay.#seatsMade}`
          return {
            channel: open<FromSeat, FromLeader>(this.#named(`seat ${seat}`)),
            ask: () => this.#lobby.post({ type: 'hello', tab, seat }),
          }
        },
        asked: () => this.probe(),
        missed: () => this.#follow(),
      }),
    )
  }

  #seat(engine: EngineLink | null): void {
    this.engine = engine
    this.owner.move(engine)
  }

  /** Has no engine any more; this tab's own ends. */
  #stop(): void {
    const engine = this.engine
    for (const end of [...this.#guests.values()]) end()
    this.#seat(null)
    if (engine !== null) this.#closing = engine.close().catch(() => {})
    this.#resign?.()
    this.#resign = null
  }

  #receive(tab: string, seat: string, engine: EngineLink): void {
    const { open, locks } = this.settings
    const gone = new AbortController()
    const end = receive(engine, open<FromLeader, FromSeat>(this.#named(`seat ${seat}`)), () => {
      this.#guests.delete(seat)
      gone.abort()
    })
    this.#guests.set(seat, end)
    locks.hold(this.#named(`tab ${tab}`), async () => end(), { signal: gone.signal }).catch(() => {})
  }

  #named(what: string): string {
    return named(this.settings.name, what)
  }
}
