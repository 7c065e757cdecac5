import { readFile } from 'node:fs/promises'
import type { SessionStore, StoredSession } from '../accounts/session-store.js'
import { shape } from '../rest/shapes.js'
import { replaceFile } from './replace-file.js'

const isSession = shape<StoredSession>({
  user_id: 'string',
  access_token: 'string',
  refresh_token: 'string',
  expires_at: 'number',
})

/** Keeps a login in a file for its owner alone: secrets. One program at a time may use it. */
export class FileSessions implements SessionStore {
  /** @param path of the file, made when it isn't there; beside it `path.new` is used */
  constructor(private readonly path: string) {}

  async read(): Promise<StoredSession | null> {
    try {
      const session: unknown = JSON.parse(await readFile(this.path, 'utf8'))
      return isSession(session) ? session : null
    } catch (cause) {
      if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null
      throw cause
    }
  }

  async write(session: StoredSession | null, insteadOf?: string): Promise<boolean> {
    if (insteadOf !== undefined && (await this.read())?.refresh_token !== insteadOf) return false
    await (await replaceFile(this.path, `${JSON.stringify(session)}\n`)).close()
    return true
  }
}
