import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { SignedOut } from '../src/errors.js'
import { message, Scenario } from './scenario.js'

/** See the README beside them. */
interface Vectors {
  readonly scenarios: readonly {
    readonly name: string
    readonly tokens?: readonly string[]
    readonly steps: readonly Step[]
  }[]
}

type Fields = Readonly<Record<string, unknown>>

interface Step {
  readonly accept?: { readonly token?: string }
  readonly hears?: Fields & { readonly type: 'sync' | 'send' | 'auth' | 'receipt' }
  readonly lacks?: readonly string[]
  readonly bind?: Readonly<Record<string, string>>
  readonly most?: number | Readonly<Record<string, number>>
  readonly eventually?: boolean
  readonly heard?: { readonly type: string }
  readonly says?: Fields
  readonly message?: { readonly conversation_id: string; readonly seq: number | '$n' } & Fields
  readonly for?: number
  readonly gives?: readonly Fields[]
  readonly givesCount?: number
  readonly sends?: { readonly conversation_id: string; readonly text: string }
  readonly as?: string
  readonly reads?: { readonly conversation_id: string; readonly message_id: string }
  readonly ends?: number
  readonly history?: { readonly conversation_id: string; readonly after: string; readonly seqs: readonly number[] }
  readonly fails?: string
  readonly code?: string
  readonly tells?: Fields
  readonly state?: string
  readonly reconnects?: true
  readonly restarts?: true
}

const vectors: Vectors = JSON.parse(readFileSync(new URL('../../vectors/client.json', import.meta.url), 'utf8'))

class Runner {
  readonly one = new Scenario()
  readonly #names = new Map<string, string>()
  #given = 0
  #happened = 0

  async run(scenario: Vectors['scenarios'][number]): Promise<void> {
    const tokens = [...(scenario.tokens ?? [])]
    this.one.token = async () => {
      if (scenario.tokens === undefined) return 't'
      const next = tokens.shift()
      if (next === undefined) throw new SignedOut()
      return next.startsWith('expires:') ? this.#jwt(Number(next.slice(8))) : next
    }
    // What it has to say besides is not of these scenarios.
    this.one.server.rest = (_, path) =>
      path.includes('/messages') ? undefined : { status: 503, body: { code: 'unavailable' } }
    await this.one.open()
    for (const step of scenario.steps) {
      await this.#step(step).catch((cause: unknown) => {
        throw new Error(`at ${JSON.stringify(step)}`, { cause })
      })
    }
    await this.one.clock.pass(0)
    expect(this.one.given.slice(this.#given), 'nothing else was given').toEqual([])
  }

  async #step(step: Step): Promise<void> {
    const { one } = this
    if (step.accept) {
      await one.accept()
      if (step.accept.token !== undefined) expect(one.socket.heard[0]).toMatchObject({ token: step.accept.token })
    }
    if (step.hears) await this.#hears(step, step.hears)
    if (step.heard) {
      const { type } = step.heard
      expect(one.socket.heard.filter((frame) => frame.type === type).length).toBeLessThanOrEqual(Number(step.most))
    }
    if (step.says) one.say(this.#filled(step.says))
    if (step.message) {
      for (let n = 1; n <= (step.for ?? 1); n++) {
        this.#names.set('n', `${n}`)
        const { conversation_id, seq, ...more } = this.#filled(step.message)
        one.say({ type: 'message', ...message(String(conversation_id), Number(seq)), ...more })
      }
    }
    if (step.gives) await this.#gives(step.gives)
    if (step.givesCount !== undefined) await this.#gives(Array.from({ length: step.givesCount }, () => ({})))
    if (step.sends) {
      const { conversation_id, text } = step.sends
      const sent = await one.client.send(conversation_id, { text })
      this.#names.set(step.as ?? '', sent.client_msg_id)
    }
    if (step.reads) await this.#reads(step.reads)
    if (step.ends !== undefined) one.socket.end(step.ends)
    if (step.history) this.#history(step.history)
    if (step.fails !== undefined) {
      const value = { client_msg_id: this.#names.get(step.fails), error: { code: step.code } }
      await this.#happens('failed', value)
    }
    if (step.tells) {
      const { type, ...value } = step.tells
      await this.#happens(String(type), value)
    }
    if (step.state !== undefined) {
      const is = () => one.client.connection.get().state === step.state
      expect(await one.clock.until(is), `is ${step.state}`).toBe(true)
    }
    if (step.reconnects) one.client.reconnect()
    if (step.restarts) await one.restart()
  }

  async #hears(step: Step, wanted: Fields & { readonly type: 'sync' | 'send' | 'auth' | 'receipt' }): Promise<void> {
    const fields = this.#filled(wanted)
    for (;;) {
      const frame: Fields = await this.one.hears(wanted.type)
      if (step.eventually && !matches(frame, fields)) continue
      expect(frame).toMatchObject(fields)
      for (const lacking of step.lacks ?? []) expect(frame).not.toHaveProperty(lacking)
      for (const [field, most] of Object.entries(typeof step.most === 'object' ? step.most : {})) {
        expect(Object.keys(frame[field] ?? {}).length).toBeLessThanOrEqual(most)
      }
      for (const [name, field] of Object.entries(step.bind ?? {})) this.#names.set(name, String(frame[field]))
      return
    }
  }

  async #gives(wanted: readonly Fields[]): Promise<void> {
    const end = this.#given + wanted.length
    await this.one.clock.until(() => this.one.given.length >= end)
    expect(this.one.given.slice(this.#given, end)).toMatchObject(wanted)
    this.#given = end
  }

  async #happens(name: string, value: Fields): Promise<void> {
    await this.one.clock.until(() => this.one.happened.length > this.#happened)
    expect(this.one.happened[this.#happened]).toMatchObject([name, value])
    this.#happened++
  }

  /** A conversation is read by who sees it. */
  async #reads({ conversation_id, message_id }: { conversation_id: string; message_id: string }): Promise<void> {
    this.one.say({
      type: 'conversation',
      conversation: {
        conversation_id,
        type: 'group',
        history: 'all',
        member_count: 2,
        role: 'member',
        created_at: 1,
        first_visible_seq: 1,
        last_message_id: message_id,
        last_seq: Number(message_id),
        read_message_id: null,
        unread: Number(message_id),
      },
    })
    this.one.client.markRead(conversation_id, message_id)
  }

  #history({ conversation_id, after, seqs }: NonNullable<Step['history']>): void {
    const before = this.one.server.rest
    this.one.server.rest = (method, path, body) => {
      const url = new URL(path, 'http://server')
      const isThis =
        url.pathname === `/api/conversations/${conversation_id}/messages` && url.searchParams.get('after') === after
      if (!isThis) return before(method, path, body)
      return { body: { messages: seqs.map((seq) => message(conversation_id, seq)), next_cursor: null } }
    }
  }

  #filled(fields: Fields): Record<string, unknown> {
    return JSON.parse(
      JSON.stringify(fields).replace(/\$([a-z0-9]+)/g, (whole, name: string) => this.#names.get(name) ?? whole),
    )
  }

  #jwt(lifeMs: number): string {
    const claims = { sub: 'ann', exp: (this.one.clock.now() + lifeMs) / 1000 }
    return `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`
  }
}

function matches(frame: Fields, wanted: Fields): boolean {
  return Object.entries(wanted).every(([field, value]) => JSON.stringify(frame[field]) === JSON.stringify(value))
}

describe('the test vectors', () => {
  let runner: Runner

  afterEach(() => runner.one.client.close())

  for (const scenario of vectors.scenarios) {
    it(scenario.name, async () => {
      runner = new Runner()
      await runner.run(scenario)
    })
  }
})
