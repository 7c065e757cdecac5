import type { Clock } from '../host.js'
import type { ClientFrame } from '../protocol.js'

const TOLD_EVERY_MS = 3_000
const ENDS_AFTER_MS = 6_000
const TYPISTS_MAX = 1_000

/** Who types where: told of oneself now and then, and of others until they go on no more. */
export class Typing {
  /** Conversation to person to what ends it. */
  readonly #others = new Map<string, Map<string, () => void>>()
  readonly #told = new Map<string, number>()
  #count = 0

  constructor(
    private readonly clock: Clock,
    private readonly say: (frame: ClientFrame) => boolean,
    private readonly changed: (conversationId: string) => void,
  ) {}

  /** Oneself types, or ceased to. */
  set(conversationId: string, active: boolean): void {
    const told = this.#told.get(conversationId)
    const now = this.clock.now()
    if (active ? told !== undefined && now - told < TOLD_EVERY_MS : told === undefined) return
    if (!active) this.#told.delete(conversationId)
    else if (this.say({ type: 'typing', conversation_id: conversationId, active })) this.#told.set(conversationId, now)
    if (!active && told !== undefined && now - told < ENDS_AFTER_MS) {
      this.say({ type: 'typing', conversation_id: conversationId, active })
    }
  }

  /** A message ends the typing by itself. */
  sent(conversationId: string): void {
    this.#told.delete(conversationId)
  }

  /** Somebody else types, or ceased to. */
  heard(conversationId: string, userId: string, active: boolean): void {
    const there = this.#others.get(conversationId) ?? new Map<string, () => void>()
    const before = there.get(userId)
    before?.()
    if (active && (before !== undefined || this.#count < TYPISTS_MAX)) {
      if (before === undefined) this.#count++
      there.set(
        userId,
        this.clock.later(ENDS_AFTER_MS, () => this.heard(conversationId, userId, false)),
      )
      this.#others.set(conversationId, there)
    } else if (before !== undefined) {
      this.#count--
      there.delete(userId)
      if (there.size === 0) this.#others.delete(conversationId)
    }
    if (active !== (before !== undefined)) this.changed(conversationId)
  }

  /** The socket is gone: what was told on it holds no more, and nobody is heard. */
  down(): void {
    this.#told.clear()
    for (const [conversation, there] of [...this.#others]) {
      for (const user of [...there.keys()]) this.heard(conversation, user, false)
    }
  }

  of(conversationId: string): readonly string[] {
    return [...(this.#others.get(conversationId)?.keys() ?? [])]
  }

  all(): { conversation_id: string; user_ids: readonly string[] }[] {
    return [...this.#others.keys()].map((id) => ({ conversation_id: id, user_ids: this.of(id) }))
  }
}
