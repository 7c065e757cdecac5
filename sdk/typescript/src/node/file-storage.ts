import { type FileHandle, open, readFile } from 'node:fs/promises'
import type { Message } from '../protocol.js'
import { MemoryStorage } from '../storage/memory.js'
import type { ClientStorage, MessageRange, StorageBatch, StoredClient } from '../storage/storage.js'
import { replaceFile } from './replace-file.js'

/** A journal shorter than this is not rewritten, however little of it is still wanted. */
const COMPACT_FROM_BYTES = 1024 * 1024

/**
 * Keeps a user's messages in a file, for programs on Node: a journal with one batch, as JSON, on each line. All of it is
 * in memory too. When most of it is outdated it is written anew beside the old one and takes its place by a rename, so
 * that whenever the program is killed a whole journal is there. A batch is done when it is on the disk (`fdatasync`).
 *
 * One program at a time may have a file open: nothing keeps a second one from writing in between.
 */
export class FileStorage implements ClientStorage {
  /** Reads and writes in the order in which they were asked for. */
  #last: Promise<unknown> = Promise.resolve()
  #closed = false
  /** The length at which the journal is written anew. */
  #compactAt = 0

  private constructor(
    private readonly path: string,
    private readonly compactFromBytes: number,
    private journal: FileHandle,
    private bytes: number,
    private kept: MemoryStorage,
  ) {}

  /**
   * @param path of the file, made when it isn't there, for its owner alone; beside it `path.new` is used
   * @throws Error when it cannot be read or written, or is damaged elsewhere than at its end
   */
  static async open(path: string, compactFromBytes = COMPACT_FROM_BYTES): Promise<FileStorage> {
    const journal = await open(path, 'a', 0o600)
    try {
      const { batches, bytes } = whole(await readFile(path), path)
      // What follows was being written when the program was killed: nobody was told that it is kept.
      await journal.truncate(bytes)
      const kept = new MemoryStorage()
      for (const batch of batches) await kept.write(batch)
      const storage = new FileStorage(path, compactFromBytes, journal, bytes, kept)
      await storage.#compact()
      return storage
    } catch (cause) {
      await journal.close()
      throw cause
    }
  }

  load(): Promise<StoredClient> {
    return this.#next(() => this.kept.load())
  }

  async write(batch: StorageBatch): Promise<void> {
    const line = `${JSON.stringify(batch)}\n`
    await this.#next(async () => {
      await this.#append(line)
      await this.kept.write(JSON.parse(line))
      if (this.bytes >= this.#compactAt) await this.#compact()
    })
  }

  messages(range: MessageRange): Promise<readonly Message[]> {
    return this.#next(() => this.kept.messages(range))
  }

  async clear(): Promise<void> {
    await this.#next(async () => {
      await this.#replace('')
      await this.kept.clear()
    })
  }

  async close(): Promise<void> {
    if (this.#closed) return
    const last = this.#next(() => this.journal.close())
    this.#closed = true
    await last
  }

  async #append(line: string): Promise<void> {
    try {
      await this.journal.appendFile(line)
      await this.journal.datasync()
    } catch (cause) {
      // A full disk may have taken half a line, to which the next must not be added.
      await this.journal.truncate(this.bytes)
      throw cause
    }
    this.bytes += Buffer.byteLength(line)
  }

  /** One that fails leaves the journal as it is, which only takes more room; it is tried again when it has doubled. */
  async #compact(): Promise<void> {
    try {
      if (this.bytes >= this.compactFromBytes) await this.#replace(`${JSON.stringify(this.kept.snapshot())}\n`)
    } catch {}
    this.#compactAt = Math.max(this.compactFromBytes, 2 * this.bytes)
  }

  async #replace(content: string): Promise<void> {
    const replaced = this.journal
    this.journal = await replaceFile(this.path, content)
    this.bytes = Buffer.byteLength(content)
    await replaced.close()
  }

  #next<T>(task: () => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new Error('the storage is closed'))
    const result = this.#last.then(task)
    this.#last = result.catch(() => {})
    return result
  }
}

/** The batches up to the last line that is whole, and how many bytes they are. */
function whole(content: Buffer, path: string): { batches: StorageBatch[]; bytes: number } {
  const batches: StorageBatch[] = []
  let bytes = 0
  for (let end = content.indexOf('\n'); end >= 0; end = content.indexOf('\n', bytes)) {
    const batch = batchOf(content.toString('utf8', bytes, end))
    if (batch === null) {
      if (content.indexOf('\n', end + 1) < 0) break
      throw new Error(`${path} is damaged at byte ${bytes}`)
    }
    batches.push(batch)
    bytes = end + 1
  }
  return { batches, bytes }
}

function batchOf(line: string): StorageBatch | null {
  try {
    const batch: StorageBatch | null = JSON.parse(line)
    return typeof batch === 'object' ? batch : null
  } catch {
    return null
  }
}
