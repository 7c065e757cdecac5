import type { Clock } from '../src/host.js'
import type { Locks } from '../src/locks.js'
import type { Channel } from '../src/tabs/channel.js'
import type { Page } from '../src/tabs/page.js'
import { settled, type VirtualClock } from './virtual-clock.js'

interface Request {
  readonly tab: VirtualTab
  readonly grant: () => Promise<void>
  readonly lose: (reason: unknown) => void
}

interface End {
  readonly tab: VirtualTab
  readonly take: (message: unknown) => void
}

/**
 * The tabs of one origin. What one tab does reaches another later: messages in the order in which each tab posted them to a
 * channel, but between channels and tabs in any.
 */
export class VirtualBrowser {
  readonly channels = new Map<string, Set<End>>()
  readonly locks = new Map<string, { holder: Request | null; queue: Request[] }>()
  /** What is on its way, in queues of which each keeps its order. */
  readonly #underway = new Map<string, { readonly tab: VirtualTab; readonly run: () => void }[]>()

  constructor(
    readonly clock: VirtualClock,
    private readonly random: () => number,
  ) {}

  /** Lets something happen to a tab, later. @param order what keeps its order */
  later(order: string, tab: VirtualTab, run: () => void): void {
    const queue = this.#underway.get(order)
    if (queue === undefined) this.#underway.set(order, [{ tab, run }])
    else queue.push({ tab, run })
  }

  /** Carries some of what is on its way, in a random order. */
  async carry(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      const ready = [...this.#underway].filter(([, queue]) => !queue[0]?.tab.isFrozen)
      const picked = ready[Math.floor(this.random() * ready.length)]
      if (picked === undefined) return
      const [order, queue] = picked
      const next = queue.shift()
      if (queue.length === 0) this.#underway.delete(order)
      if (next?.tab.isDead === false) next.run()
      if (this.random() < 0.5) await settled()
    }
    await settled()
  }

  get isQuiet(): boolean {
    return this.#underway.size === 0
  }

  release(name: string, request: Request): void {
    const lock = this.locks.get(name)
    if (lock === undefined) return
    lock.queue = lock.queue.filter((one) => one !== request)
    if (lock.holder === request) lock.holder = null
    this.grant(name)
  }

  grant(name: string): void {
    const lock = this.locks.get(name)
    if (lock === undefined || lock.holder !== null) return
    const next = lock.queue.shift()
    if (next === undefined) {
      this.locks.delete(name)
      return
    }
    lock.holder = next
    this.later(`${next.tab.name} grant ${name}`, next.tab, () => {
      if (this.locks.get(name)?.holder === next) void next.grant()
    })
  }
}

let tabs = 0

/** One tab: dead, it does nothing more; frozen, nothing reaches it until it thaws. */
export class VirtualTab {
  readonly name = `tab${++tabs}`
  isDead = false
  isFrozen = false
  readonly locks: Locks
  readonly page: Page
  readonly clock: Clock
  isVisible = true
  readonly #life = new Set<Parameters<Page['subscribe']>[0]>()
  #ends = 0

  constructor(private readonly browser: VirtualBrowser) {
    const tab = this
    this.locks = { hold: (name, task, options = {}) => this.#hold(name, task, options) }
    this.page = {
      get isVisible() {
        return tab.isVisible
      },
      subscribe: (listener) => {
        this.#life.add(listener)
        return () => this.#life.delete(listener)
      },
    }
    this.clock = {
      now: () => browser.clock.now(),
      later: (ms, task) => browser.clock.later(ms, () => this.#run(task)),
    }
  }

  open = <Out, In>(name: string): Channel<Out, In> => {
    const { browser } = this
    const ends = browser.channels.get(name) ?? new Set()
    browser.channels.set(name, ends)
    const mine = `${this.name} ${++this.#ends}`
    const channel: Channel<Out, In> = {
      onmessage: () => {},
      post: (message) => {
        if (this.isDead) return
        for (const end of ends) {
          if (end === me) continue
          const copy: unknown = structuredClone(message)
          browser.later(`${mine} to ${end.tab.name} ${name}`, end.tab, () => ends.has(end) && end.take(copy))
        }
      },
      close: () => ends.delete(me),
    }
    const me: End = { tab: this, take: (message) => channel.onmessage(message as In) }
    ends.add(me)
    return channel
  }

  /** The tab is closed, or its process ends: it is told nothing, and its locks are free. */
  crash(): void {
    this.isDead = true
    for (const [name, lock] of [...this.browser.locks]) {
      for (const request of [...lock.queue, lock.holder]) {
        if (request?.tab === this) this.browser.release(name, request)
      }
    }
  }

  asleep(): void {
    for (const one of [...this.#life]) one.asleep()
  }

  awake(): void {
    for (const one of [...this.#life]) one.awake()
  }

  shown(isVisible: boolean): void {
    this.isVisible = isVisible
    if (isVisible) for (const one of [...this.#life]) one.visible()
  }

  #run(task: () => void): void {
    if (this.isDead) return
    if (this.isFrozen) this.browser.later(`${this.name} timers`, this, task)
    else task()
  }

  #hold<T>(name: string, task: () => Promise<T>, options: { signal?: AbortSignal; steal?: boolean }): Promise<T> {
    const { browser } = this
    return new Promise((resolve, reject) => {
      const request: Request = {
        tab: this,
        lose: reject,
        grant: async () => {
          try {
            resolve(await task())
          } catch (cause) {
            reject(cause)
          }
          if (!this.isDead) browser.release(name, request)
        },
      }
      const lock = browser.locks.get(name) ?? { holder: null, queue: [] }
      browser.locks.set(name, lock)
      if (options.steal) {
        const loser = lock.holder
        lock.holder = null
        lock.queue.unshift(request)
        if (loser !== null) {
          browser.later(`${loser.tab.name} grant ${name}`, loser.tab, () => loser.lose(new Error('stolen')))
        }
      } else {
        lock.queue.push(request)
      }
      options.signal?.addEventListener('abort', () => {
        if (!lock.queue.includes(request)) return
        browser.release(name, request)
        reject(options.signal?.reason)
      })
      browser.grant(name)
    })
  }
}
