import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const parley = fileURLToPath(new URL('../../../../parley', import.meta.url))

/** The packaged program as people start it, on a port and with a data directory of its own. */
export class Server {
  private readonly data = mkdtempSync(join(tmpdir(), 'parley-browser-'))
  private process: ChildProcess | undefined
  private port = 0

  private constructor(private readonly options: readonly string[]) {}

  /** @param options of `./parley serve` */
  static async start(...options: string[]): Promise<Server> {
    const server = new Server(options)
    await server.begin()
    return server
  }

  get url(): string {
    return `http://localhost:${this.port}`
  }

  /** Again after {@link kill}: on the same port and data, and with the same options unless others are given. */
  async begin(...others: string[]): Promise<void> {
    const own = ['--data', this.data, '--host', '127.0.0.1', '--port', String(this.port), '--fsync', 'false']
    const options = others.length > 0 ? others : this.options
    const child = spawn(parley, ['serve', ...own, '--limits', 'off', ...options], {
      env: { ...process.env, PARLEY_NO_BUILD: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    this.process = child
    for await (const line of createInterface(child.stdout)) {
      const url = /listens on (http\S+),/.exec(line)?.[1]
      if (url !== undefined) {
        this.port = Number(new URL(url).port)
        // What else it prints is not read, and must not fill the pipe.
        child.stdout.resume()
        return
      }
    }
    throw new Error('the server has ended instead of listening')
  }

  /** As a crash does it: nothing is said to anybody. */
  async kill(): Promise<void> {
    const child = this.process
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }

  /** The value of one of its metrics. */
  async metric(name: string): Promise<number> {
    const metrics = await (await fetch(`${this.url}/metrics`)).text()
    const value = new RegExp(`^${name} (.*)$`, 'm').exec(metrics)?.[1]
    if (value === undefined) throw new Error(`there is no metric ${name}`)
    return Number(value)
  }

  async remove(): Promise<void> {
    await this.kill()
    rmSync(this.data, { recursive: true, force: true })
  }
}
