import { type FileHandle, open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Puts a new file in the place of another, whole and on the disk: whenever the program is killed, one of the two is there.
 * For its owner alone.
 *
 * @returns the new one, open to be appended to
 */
export async function replaceFile(path: string, content: string): Promise<FileHandle> {
  const fresh = `${path}.new`
  const file = await open(fresh, 'w', 0o600)
  try {
    await file.appendFile(content)
    await file.datasync()
    await rename(fresh, path)
    await syncDirectory(dirname(path))
    return file
  } catch (cause) {
    await file.close()
    throw cause
  }
}

/** A rename is on the disk when its directory is. Windows has no such thing, and does it by itself. */
async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}
