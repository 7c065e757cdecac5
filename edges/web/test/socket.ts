import type { SocketConstructor } from '@parley/client'
import type { World } from './world.ts'

/** Sockets into a world. Frames of either side arrive later, in their order, as over a network. */
export function socketsInto(world: World): SocketConstructor {
  return class {
    onopen: ((event: never) => unknown) | null = null
    onmessage: ((event: never) => unknown) | null = null
    onclose: ((event: never) => unknown) | null = null
    onerror: ((event: never) => unknown) | null = null
    readonly #line = {
      userId: '',
      receive: (frame: object) => queueMicrotask(() => this.#tell(this.onmessage, { data: JSON.stringify(frame) })),
      close: (code: number) => this.#end(code),
    }

    constructor() {
      queueMicrotask(() => (world.reachable ? this.#tell(this.onopen, {}) : this.#end(1006)))
    }

    send(text: string): void {
      const frame: unknown = JSON.parse(text)
      if (typeof frame !== 'object' || frame === null) return
      const fields = Object.fromEntries(Object.entries(frame))
      if (fields['type'] === 'auth') this.#auth(fields)
      else world.frame(this.#line, fields)
    }

    #auth({ token, device_id, id }: Record<string, unknown>): void {
      this.#line.userId = String(token).split(' ')[1] ?? ''
      world.lines.add(this.#line)
      const server_ts = Date.now()
      this.#line.receive({ type: 'ready', id, user_id: this.#line.userId, device_id, server_ts, heartbeat_ms: 30_000 })
    }

    close(code = 1000): void {
      this.#end(code)
    }

    #end(code: number): void {
      world.lines.delete(this.#line)
      queueMicrotask(() => this.#tell(this.onclose, { code }))
    }

    // What a handler takes is the client's own affair: its type says that nobody else can know.
    #tell(handler: ((event: never) => unknown) | null, event: object): void {
      if (handler !== null) Reflect.apply(handler, null, [event])
    }
  }
}
