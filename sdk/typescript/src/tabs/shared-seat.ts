import type { Change, Commands, EngineLink, Seat } from '../engine/link.js'
import { ParleyError } from '../errors.js'
import { ToldOnce } from './told-once.js'

/** Something that was asked and not answered yet. */
interface Ask {
  of(commands: Commands): void
  refuse(why: Error): void
}

/**
 * A view's place at whichever engine there is: it moves from one to the next. What was not answered by one is asked again of
 * the next, in its order; all of it may be carried out twice, and then counts once.
 */
export class SharedSeat implements Seat {
  readonly commands: Commands = {
    send: (...args) => this.#ask((commands) => commands.send(...args)),
    history: (...args) => this.#ask((commands) => commands.history(...args)),
    discard: (...args) => this.#ask((commands) => commands.discard(...args)),
    retry: (...args) => this.#ask((commands) => commands.retry(...args)),
    markRead: (...args) => this.#ask((commands) => commands.markRead(...args)),
    setTyping: async (...args) => this.#seat?.commands.setTyping(...args),
    setPresence: (...args) => {
      this.#presence = args
      return this.#ask((commands) => commands.setPresence(...args))
    },
    reconnect: () => this.#ask((commands) => commands.reconnect()),
    watch: (...args) => this.#ask((commands) => commands.watch(...args)),
    person: (...args) => this.#ask((commands) => commands.person(...args)),
    follow: (...args) => this.#ask((commands) => commands.follow(...args)),
  }
  readonly #pending = new Set<Ask>()
  readonly #told: ToldOnce
  #seat: Seat | null = null
  /** Why there will be no engine any more. */
  #over: ParleyError | null = null
  #presence: Parameters<Commands['setPresence']> | null = null

  constructor(
    listener: (changes: readonly Change[]) => void,
    private readonly left: () => void,
  ) {
    this.#told = new ToldOnce(listener, this.commands.history)
  }

  /** Moves to another engine, or to none until there is one. */
  move(engine: EngineLink | null): void {
    this.#seat?.leave()
    this.#seat = null
    if (engine === null) return
    let isHere = true
    const seat = engine.attach((changes) => {
      if (isHere) this.#told.take(changes)
    })
    this.#seat = {
      commands: seat.commands,
      leave: () => {
        isHere = false
        seat.leave()
      },
    }
    if (this.#presence !== null) void seat.commands.setPresence(...this.#presence).catch(() => {})
    for (const ask of [...this.#pending]) ask.of(seat.commands)
  }

  /** Tells the view something that no engine said. */
  tell(changes: readonly Change[]): void {
    this.#told.take(changes)
  }

  /** There will be no engine any more: what was asked is refused, and so is what is asked from now on. */
  end(why: ParleyError): void {
    this.move(null)
    this.#over = why
    for (const ask of this.#pending) ask.refuse(why)
    this.#pending.clear()
  }

  leave(): void {
    this.move(null)
    this.left()
  }

  #ask<T>(command: (commands: Commands) => Promise<T>): Promise<T> {
    if (this.#over !== null) return Promise.reject(this.#over)
    return new Promise((resolve, reject) => {
      const of = (commands: Commands) => {
        // An engine that this seat has left since says nothing that counts: the next one is asked.
        const isCurrent = () => this.#seat?.commands === commands && this.#pending.delete(ask)
        // Nor does one that lost its storage to the next, and has not heard of it yet.
        const isOver = (cause: unknown) => cause instanceof ParleyError && cause.code === 'closed'
        command(commands).then(
          (result) => {
            if (isCurrent()) resolve(result)
          },
          (cause: unknown) => {
            if (!isOver(cause) && isCurrent()) reject(cause)
          },
        )
      }
      const ask: Ask = { of, refuse: reject }
      this.#pending.add(ask)
      if (this.#seat !== null) of(this.#seat.commands)
    })
  }
}
