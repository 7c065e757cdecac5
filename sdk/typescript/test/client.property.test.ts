import fc from 'fast-check'
import { it } from 'vitest'
import type { ParleyClient, Timeline } from '../src/client.js'
import { openClient } from '../src/open.js'
import type { Message } from '../src/protocol.js'
import { MemoryStorage } from '../src/storage/memory.js'
import type { StorageBatch } from '../src/storage/storage.js'
import { ME, ModelServer, NO_FAULTS } from './model-server.js'
import { seeded, settled, VirtualClock } from './virtual-clock.js'

const STEPS = 250
const TALKS = ['c0', 'c1', 'c2']
const GROUP = 'c0'

/** A disk that takes its time, and may be gone before it is done. */
class SlowStorage extends MemoryStorage {
  isDead = false

  constructor(
    before: MemoryStorage | undefined,
    private readonly clock: VirtualClock,
    private readonly random: () => number,
    private readonly failing: () => boolean,
  ) {
    super(before)
  }

  override async write(batch: StorageBatch): Promise<void> {
    await new Promise<void>((done) => this.clock.later(Math.floor(this.random() * 40), done))
    if (this.isDead) return new Promise(() => {})
    if (this.failing()) throw new Error('the disk is full')
    return super.write(batch)
  }
}

/** The whole client against a server that is right and a network, a disk and a program that are not. */
class World {
  readonly clock = new VirtualClock()
  readonly random: () => number
  readonly server: ModelServer
  readonly #given = new Map<string, number>()
  /** Texts that the application sent, by their order. */
  readonly #written = new Map<string, number>()
  /** Those of which it was told that they are kept. */
  readonly #kept = new Set<string>()
  /** Those of which it was told that they failed. */
  readonly #failed = new Set<string>()
  storage: SlowStorage
  client!: ParleyClient
  timelines: Timeline[] = []
  #wrong: unknown
  #isDiskFull = false
  #count = 0

  constructor(seed: number, history: 'all' | 'joined') {
    this.random = seeded(seed)
    this.server = new ModelServer(this.clock, this.random)
    for (const id of TALKS) this.server.make(id, id === GROUP ? history : 'all')
    this.server.faults = { lose: 0.1, double: 0.1, reorder: 0.1, refuseRest: 0.15, refuseSend: 0.2 }
    for (const id of TALKS) {
      for (let i = this.upTo(30); i > 0; i--) this.server.say(id, 'bob')
    }
    this.storage = this.#disk(undefined)
  }

  /** What a listener finds wrong ends the run. */
  #note(look: () => void): void {
    try {
      look()
    } catch (e) {
      this.#wrong ??= e
    }
  }

  upTo(bound: number): number {
    return Math.floor(this.random() * bound)
  }

  async open(): Promise<void> {
    const { storage } = this
    const client = await openClient({
      server: 'http://server',
      userId: ME,
      deviceId: 'd',
      tokens: { token: async () => 't' },
      storage,
      // The dead do nothing more.
      clock: {
        now: () => this.clock.now(),
        later: (ms, task) => this.clock.later(ms, () => !storage.isDead && task()),
      },
      random: this.random,
      WebSocket: this.server.socketClass,
      fetch: this.server.fetch,
      network: { subscribe: () => () => {} },
    })
    client.on('message', (message) => {
      if (!storage.isDead) this.#note(() => this.#happened(message))
    })
    client.on('failed', (failed) => {
      if (!storage.isDead) this.#failed.add(failed.text ?? '')
    })
    this.client = client
    this.timelines = TALKS.map((id) => {
      const timeline = client.timeline(id)
      timeline.subscribe(() => {
        if (!storage.isDead) this.#note(() => this.#look(timeline))
      })
      return timeline
    })
  }

  async step(): Promise<void> {
    const id = TALKS[this.upTo(TALKS.length)] ?? GROUP
    const what = this.upTo(24)
    if (what < 5) this.server.saysLive(id, 'bob')
    else if (what < 6) this.server.saysLive(id, 'bob', { kind: 'event', event: { what: 'renamed', title: 'x' } })
    else if (what < 7) this.server.saysLive(id, ME, { client_msg_id: `other-${++this.#count}` })
    else if (what < 9) this.#send(id)
    else if (what < 14) this.server.deliver(1 + this.upTo(8))
    else if (what < 16) await this.clock.pass(this.upTo(2_000))
    else if (what < 17) this.server.drop()
    else if (what < 18) await this.#restart()
    else if (what < 19) this.#comeOrGo()
    else if (what < 21) this.#scroll()
    else if (what < 22) this.#read(id)
    else if (what < 23) this.server.readElsewhere(id)
    else this.#isDiskFull = this.upTo(4) === 0
    if (this.upTo(2) === 0) await settled()
    if (this.#wrong !== undefined) throw this.#wrong
  }

  /** No more faults: what is lacking comes. */
  async settle(): Promise<void> {
    this.server.faults = NO_FAULTS
    this.#isDiskFull = false
    this.server.comeBack(GROUP)
    // The last live frames may have been lost, which only the next catch-up shows.
    this.server.drop()
    for (let i = 0; i < 600; i++) {
      this.server.deliver(1_000)
      await this.clock.pass(500)
    }
  }

  /** What is shown when all is quiet. */
  async check(): Promise<void> {
    const { client, server } = this
    if (client.connection.get().state !== 'online') throw new Error(`it is ${client.connection.get().state}`)
    if (client.outgoing.get().some((one) => one.state !== 'failed'))
      throw new Error(`unsent: ${JSON.stringify(client.outgoing.get())}`)
    for (const id of TALKS) {
      const talk = server.talks.get(id)
      const shown = client.conversation(id).get()
      if (talk === undefined || shown === undefined) throw new Error(`${id} is not known`)
      const right = server.view(talk)
      for (const field of ['last_seq', 'last_message_id', 'read_message_id', 'unread'] as const) {
        if (shown[field] !== right[field]) throw new Error(`${id} ${field} is ${shown[field]}, not ${right[field]}`)
      }
      this.#checkSent(talk.messages)
      await this.#readAll(id)
    }
    const stored = new Set([...server.sent.values()].map((one) => one.text))
    for (const text of this.#kept) {
      if (!stored.has(text) && !this.#failed.has(text)) throw new Error(`${text} is lost`)
    }
    // And the same again from what is kept, without a network.
    await this.#restart()
    this.server.isReachable = false
    for (const id of TALKS) await this.#readAll(id)
  }

  /** Each that was kept is there once, in the order in which they were written. */
  #checkSent(messages: readonly Message[]): void {
    const texts = messages
      .filter((one) => this.#written.has(one.text ?? ''))
      .map((one) => one.text ?? '')
      .filter((text) => !this.#failed.has(text))
    const right = [...texts].sort((a, b) => (this.#written.get(a) ?? 0) - (this.#written.get(b) ?? 0))
    if (`${texts}` !== `${right}`) throw new Error(`stored as ${texts}`)
    if (new Set(texts).size < texts.length) throw new Error(`stored twice: ${texts}`)
  }

  /** From the newest to the first. */
  async #readAll(id: string): Promise<void> {
    const timeline = this.client.timeline(id)
    await this.clock.pass(500)
    for (let i = 0; i < 200 && timeline.get().hasOlder; i++) {
      void timeline.loadOlder()
      await this.clock.pass(100)
    }
    const { messages, hasOlder, hasNewer, error } = timeline.get()
    timeline.close()
    const seqs = messages.map((one) => one.seq)
    const right = this.server.visible(id).map((one) => one.seq)
    const is = `error ${error}, older ${hasOlder}, newer ${hasNewer}`
    if (`${seqs}` !== `${right}`) throw new Error(`${id} shows ${seqs}, not ${right}; ${is}`)
  }

  #disk(before: MemoryStorage | undefined): SlowStorage {
    return new SlowStorage(before, this.clock, this.random, () => this.#isDiskFull)
  }

  #happened({ conversation_id, seq, from }: Message): void {
    // An ack for a group that one has left in another life tells of one's own message again.
    if (conversation_id === GROUP && from === ME) return
    const before = this.#given.get(conversation_id) ?? 0
    if (seq <= before) throw new Error(`${conversation_id} was told ${seq} after ${before}`)
    this.#given.set(conversation_id, seq)
  }

  /** Nothing between two that are shown beside each other. */
  #look(timeline: Timeline): void {
    const id = timeline.conversationId
    const { messages } = timeline.get()
    for (let i = 1; i < messages.length; i++) {
      const [a, b] = [messages[i - 1]?.seq ?? 0, messages[i]?.seq ?? 0]
      // What may not be seen any more may have holes.
      if (b <= a || (b > a + 1 && b > (this.server.talks.get(id)?.firstVisible ?? 1))) {
        throw new Error(`${id} shows ${b} behind ${a}: ${messages.map((one) => one.seq)}`)
      }
    }
  }

  #send(id: string): void {
    const text = `mine ${++this.#count}`
    const { storage } = this
    this.#written.set(text, this.#count)
    this.client.send(id, { text }).then(
      () => {
        if (!storage.isDead) this.#kept.add(text)
      },
      // The disk was full, of which the application was told.
      () => {},
    )
  }

  #comeOrGo(): void {
    if (this.upTo(3) > 0) return
    if (this.server.talks.get(GROUP)?.member) this.server.leave(GROUP)
    else this.server.comeBack(GROUP)
  }

  #scroll(): void {
    const timeline = this.timelines[this.upTo(TALKS.length)]
    const what = this.upTo(4)
    const all = this.server.visible(timeline?.conversationId ?? '')
    if (what === 0) void timeline?.loadOlder()
    else if (what === 1) void timeline?.loadNewer()
    else if (what === 2) void timeline?.jumpTo('latest')
    else {
      const target = all[this.upTo(all.length)]
      if (target !== undefined) void timeline?.jumpTo({ messageId: target.message_id })
    }
  }

  #read(id: string): void {
    const last = this.client.conversation(id).get()?.last_message_id
    if (last !== null && last !== undefined) this.client.markRead(id, last)
  }

  /** The program ends in the middle of whatever it does, and what it had not stored is gone. */
  async #restart(): Promise<void> {
    const dead = this.storage
    dead.isDead = true
    const kept = this.#disk(dead)
    // A group that one has left is remembered as long as the program runs.
    const remembered = (await kept.load()).conversations.filter((one) => one.cursor !== null)
    if (!remembered.some((one) => one.conversation_id === GROUP)) this.#given.delete(GROUP)
    this.server.drop()
    this.storage = kept
    await this.open()
  }
}

it('shows, tells, counts, sends and keeps all of it once, in order, whatever fails and whenever it ends', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), fc.constantFrom('all' as const, 'joined' as const), async (seed, history) => {
      const world = new World(seed, history)
      await world.open()
      for (let i = 0; i < STEPS; i++) await world.step()
      await world.settle()
      await world.check()
    }),
    { numRuns: Number(process.env['RUNS'] ?? 40), endOnFailure: true },
  )
}, 120_000)
