/** Names that one holds at a time, over all tabs of an origin or all of a program. */
export interface Locks {
  /**
   * Runs a task while it alone holds the name, after those who asked before.
   *
   * @param options.signal gives up waiting; rejects with its reason
   * @param options.steal takes the name at once from who holds it, whose `hold` rejects though his task goes on
   */
  hold<T>(name: string, task: () => Promise<T>, options?: { signal?: AbortSignal; steal?: boolean }): Promise<T>
}

/** Those of the browser, which all tabs of the origin share; null where there are none, as on pages without https. */
export function browserLocks(): Locks | null {
  if (typeof navigator === 'undefined' || navigator.locks === undefined) return null
  const { locks } = navigator
  return {
    hold: async (name, task, options = {}) => locks.request(name, options, task),
  }
}

/** Those of one program. They cannot be stolen: nothing here stops answering while the rest goes on. */
export class ProgramLocks implements Locks {
  readonly #last = new Map<string, Promise<unknown>>()

  async hold<T>(name: string, task: () => Promise<T>): Promise<T> {
    const before = this.#last.get(name)
    const result = before === undefined ? task() : before.then(task)
    const ended = result.catch(() => {})
    this.#last.set(name, ended)
    await ended
    if (this.#last.get(name) === ended) this.#last.delete(name)
    return result
  }
}
