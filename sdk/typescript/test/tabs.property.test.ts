import fc from 'fast-check'
import { it } from 'vitest'
import type { Timeline } from '../src/client.js'
import { Engine } from '../src/engine/engine.js'
import type { EngineLink } from '../src/engine/link.js'
import { TakenOver } from '../src/errors.js'
import type { SocketConstructor } from '../src/host.js'
import type { Message } from '../src/protocol.js'
import { ParleyApi } from '../src/rest/api.js'
import { Calls } from '../src/rest/calls.js'
import { Tokens } from '../src/rest/tokens.js'
import { MemoryStorage } from '../src/storage/memory.js'
import type { StorageBatch } from '../src/storage/storage.js'
import { SharedEngine } from '../src/tabs/shared-engine.js'
import { View } from '../src/view/view.js'
import { ME, ModelServer, NO_FAULTS } from './model-server.js'
import { VirtualBrowser, VirtualTab } from './virtual-browser.js'
import { seeded, settled, VirtualClock } from './virtual-clock.js'

const STEPS = 200
const TABS_MAX = 4
const TALKS = ['c0', 'c1']

/** What the tabs share: slow, for one writer at a time, and the writes of who died are half of them lost. */
class SharedDisk extends MemoryStorage {
  writer: object | null = null

  as(world: World, tab: VirtualTab, over: () => void): MemoryStorage {
    const disk = this
    const me = {}
    disk.writer = me
    return new (class extends MemoryStorage {
      override async write(batch: StorageBatch): Promise<void> {
        await new Promise<void>((done) => world.clock.later(Math.floor(world.random() * 40), done))
        if (tab.isDead) return new Promise(() => {})
        if (disk.writer !== me) {
          over()
          throw new TakenOver('another tab took the storage over')
        }
        return super.write(batch)
      }
    })(disk)
  }
}

/** One tab with a client, and what it was told and showed. */
class Tab extends VirtualTab {
  timelines: Timeline[] = []
  view: View | undefined
  readonly #told = new Map<string, number[]>()
  /** What was there when it saw a conversation first. */
  readonly #before = new Map<string, number>()

  constructor(private readonly world: World) {
    super(world.browser)
  }

  async begin(): Promise<void> {
    const { world } = this
    const tokens = new Tokens({ token: async () => 't' }, this.clock)
    const api = new ParleyApi(new Calls('http://server', tokens, world.server.fetch))
    const start = async (over: () => void): Promise<EngineLink> => {
      // A tab that is frozen meanwhile takes it over late.
      await new Promise<void>((done) => this.clock.later(Math.floor(world.random() * 40), done))
      const storage = world.disk.as(world, this, over)
      const settings = {
        server: 'http://server',
        userId: ME,
        deviceId: 'd',
        tokens,
        clock: this.clock,
        random: world.random,
        network: { subscribe: () => () => {} },
        socket: this.#socketClass(),
        storage,
        api,
      }
      const engine = new Engine(settings, await storage.load())
      engine.start()
      world.started.push(this)
      return engine
    }
    const { locks, open, clock, page } = this
    const shared = new SharedEngine({ name: 'ann', tab: this.name, locks, open, clock, page, start })
    const view = await View.open(ME, api, shared)
    const seen = () => {
      for (const { conversation_id, last_seq } of view.conversations.get()) {
        if (!this.#before.has(conversation_id)) this.#before.set(conversation_id, last_seq)
      }
    }
    seen()
    view.conversations.subscribe(seen)
    view.on('message', (message) => this.#happened(message))
    this.view = view
    this.timelines = TALKS.map((id) => {
      const timeline = view.timeline(id)
      timeline.subscribe(() => this.#look(timeline))
      return timeline
    })
  }

  /** When all is quiet. */
  check(): void {
    const { view, world } = this
    if (view === undefined) throw new Error(`${this.name} was never open`)
    const { state } = view.connection.get()
    if (state !== 'online') throw new Error(`${this.name} is ${state}`)
    if (view.outgoing.get().length > 0)
      throw new Error(`${this.name} has unsent ${JSON.stringify(view.outgoing.get())}`)
    for (const timeline of this.timelines) {
      const id = timeline.conversationId
      const right = world.server.visible(id)
      if (view.conversation(id).get()?.last_seq !== right.length)
        throw new Error(`${this.name}: ${id} is not up to date`)
      const { messages, hasNewer, outgoing } = timeline.get()
      const shown = messages.map((one) => one.seq)
      const end = right.slice(-Math.max(1, shown.length)).map((one) => one.seq)
      if (hasNewer || `${shown}` !== `${end}`)
        throw new Error(`${this.name} shows ${shown} of ${right.length} in ${id}`)
      if (outgoing.length > 0) throw new Error(`${this.name} shows as unsent ${JSON.stringify(outgoing)}`)
      const before = this.#before.get(id) ?? 0
      const told = (this.#told.get(id) ?? []).filter((seq) => seq > before)
      const news = right.map((one) => one.seq).filter((seq) => seq > before)
      if (`${told}` !== `${news}`) throw new Error(`${this.name} was told ${told}, not ${news}, in ${id}`)
    }
  }

  #happened({ conversation_id, seq }: Message): void {
    if (this.isDead) return
    const told = this.#told.get(conversation_id) ?? []
    const before = told.at(-1) ?? 0
    if (seq <= before) this.world.fail(`${this.name}: ${conversation_id} was told ${seq} after ${before}`)
    this.#told.set(conversation_id, [...told, seq])
  }

  #look(timeline: Timeline): void {
    if (this.isDead) return
    const seqs = timeline.get().messages.map((one) => one.seq)
    const isWhole = seqs.every((seq, i) => i === 0 || seq === (seqs[i - 1] ?? 0) + 1)
    if (!isWhole) this.world.fail(`${this.name}: ${timeline.conversationId} shows ${seqs}`)
  }

  #socketClass(): SocketConstructor {
    const Base = this.world.server.socketClass
    const tab = this
    return class extends Base {
      constructor(url: string) {
        super(url)
        if (tab.isDead) this.close()
      }
    }
  }
}

class World {
  readonly clock = new VirtualClock()
  readonly random: () => number
  readonly server: ModelServer
  readonly browser: VirtualBrowser
  readonly disk = new SharedDisk()
  /** The tabs that led, in their order. */
  readonly started: Tab[] = []
  readonly #tabs: Tab[] = []
  /** Texts by tab and conversation, as they were written. */
  readonly #written = new Map<string, string[]>()
  readonly #kept = new Set<string>()
  #failures: string[] = []
  #count = 0

  constructor(seed: number) {
    this.random = seeded(seed)
    this.server = new ModelServer(this.clock, this.random)
    this.server.faults = { lose: 0.05, double: 0.1, reorder: 0.1, refuseRest: 0.1, refuseSend: 0.1 }
    this.browser = new VirtualBrowser(this.clock, this.random)
    for (const id of TALKS) {
      this.server.make(id, 'all')
      for (let i = this.#upTo(20); i > 0; i--) this.server.say(id, 'bob')
    }
  }

  fail(what: string): void {
    this.#failures.push(what)
  }

  async step(): Promise<void> {
    const id = TALKS[this.#upTo(TALKS.length)] ?? ''
    const what = this.#upTo(24)
    const tab = this.#any()
    if (what < 4) this.server.saysLive(id, 'bob')
    else if (what < 7) this.#send(tab, id)
    else if (what < 11) this.server.deliver(1 + this.#upTo(8))
    else if (what < 17) await this.browser.carry(1 + this.#upTo(10))
    else if (what < 19) await this.clock.pass(this.#upTo(2_000))
    else if (what < 20) this.#open()
    else if (what < 21) this.#crash(tab)
    else if (what < 22) this.#freeze(tab)
    else if (what < 23) this.server.drop()
    else tab?.shown(this.#upTo(2) === 0)
    if (this.#failures.length > 0) throw new Error(this.#failures[0])
  }

  /** The user was here before: of a new device nothing that was before its first catch-up is news. */
  async begin(): Promise<void> {
    this.#open()
    for (let i = 0; i < 100 && (this.#any()?.view?.connection.get().state !== 'online' || i < 20); i++) {
      this.server.deliver(1_000)
      await this.browser.carry(200)
      await this.clock.pass(300)
    }
  }

  async settle(): Promise<void> {
    this.server.faults = NO_FAULTS
    this.#open()
    for (const tab of this.#alive()) this.#thaw(tab)
    for (const tab of this.#alive()) tab.shown(true)
    // The last live frames may have been lost, which only the next catch-up shows.
    this.server.drop()
    for (let i = 0; i < 300; i++) {
      this.server.deliver(1_000)
      await this.browser.carry(200)
      await this.clock.pass(300)
    }
  }

  check(): void {
    if (this.#failures.length > 0) throw new Error(this.#failures[0])
    for (const tab of this.#alive()) tab.check()
    const stored = TALKS.flatMap((id) => this.server.visible(id).filter((one) => one.from === ME))
    const texts = stored.map((one) => one.text ?? '')
    if (new Set(texts).size < texts.length) throw new Error(`stored twice: ${texts}`)
    for (const text of this.#kept) if (!texts.includes(text)) throw new Error(`${text} is lost`)
    for (const written of this.#written.values()) {
      const right = written.filter((text) => texts.includes(text))
      const order = texts.filter((text) => written.includes(text))
      if (`${right}` !== `${order}`) throw new Error(`stored as ${order}`)
    }
  }

  #upTo(bound: number): number {
    return Math.floor(this.random() * bound)
  }

  #alive(): Tab[] {
    return this.#tabs.filter((one) => !one.isDead)
  }

  #any(): Tab | undefined {
    const alive = this.#alive()
    return alive[this.#upTo(alive.length)]
  }

  #open(): void {
    if (this.#alive().length >= TABS_MAX) return
    const tab = new Tab(this)
    this.#tabs.push(tab)
    void tab.begin()
  }

  #send(tab: Tab | undefined, id: string): void {
    if (tab?.view === undefined || tab.isFrozen) return
    const text = `mine ${++this.#count}`
    const key = `${tab.name} ${id}`
    this.#written.set(key, [...(this.#written.get(key) ?? []), text])
    void tab.view.send(id, { text }).then(() => !tab.isDead && this.#kept.add(text))
  }

  #crash(tab: Tab | undefined): void {
    if (tab === undefined) return
    const led = this.started.at(-1) === tab
    tab.crash()
    if (led) this.server.drop()
  }

  /** With or without a word before, as browsers do. */
  #freeze(tab: Tab | undefined): void {
    if (tab === undefined) return
    if (tab.isFrozen) {
      this.#thaw(tab)
      return
    }
    if (this.#upTo(2) === 0) tab.asleep()
    tab.shown(false)
    tab.isFrozen = true
  }

  #thaw(tab: Tab): void {
    if (!tab.isFrozen) return
    tab.isFrozen = false
    tab.awake()
  }
}

it('shows and tells each message once in every tab, and sends each once, whichever tabs come, go and freeze', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), async (seed) => {
      const world = new World(seed)
      await world.begin()
      for (let i = 0; i < STEPS; i++) await world.step()
      await world.settle()
      world.check()
      await settled()
    }),
    { numRuns: Number(process.env['RUNS'] ?? 40), endOnFailure: true },
  )
}, 120_000)
