/** What a client needs of the machine it runs on: injected, so that tests decide what time it is. */
export interface Clock {
  /** Unix ms. */
  now(): number
  /** Runs a task once, at the earliest after so many ms. @returns what prevents it */
  later(ms: number, task: () => void): () => void
}

/** Tells when there may be a network again, or the machine woke: what waits is tried at once, what is open is probed. */
export interface Network {
  /** @returns what ends the subscription */
  subscribe(listener: () => void): () => void
}

/** Numbers from 0 to below 1. */
export type Random = () => number

/** The part of the standard WebSocket that is used. */
export interface Socket {
  onopen: ((event: never) => unknown) | null
  onmessage: ((event: never) => unknown) | null
  onclose: ((event: never) => unknown) | null
  onerror: ((event: never) => unknown) | null
  send(text: string): void
  close(code?: number, reason?: string): void
}

/** Such as `WebSocket` of browsers, or `WebSocket` of the package `ws`. */
export type SocketConstructor = new (url: string) => Socket

export const systemClock: Clock = {
  now: () => Date.now(),
  later: (ms, task) => {
    const timer = setTimeout(task, ms)
    return () => clearTimeout(timer)
  },
}

/** The events of a browser; elsewhere it tells nothing. */
export const systemNetwork: Network = {
  subscribe(listener) {
    if (typeof window === 'undefined' || typeof window.addEventListener !== 'function') return () => {}
    const seen = () => {
      if (document.visibilityState === 'visible') listener()
    }
    const hasPage = typeof document !== 'undefined' && typeof document.addEventListener === 'function'
    window.addEventListener('online', listener)
    // A socket over a network that is gone says nothing: it is asked for a sign of life.
    window.addEventListener('offline', listener)
    if (hasPage) document.addEventListener('visibilitychange', seen)
    return () => {
      window.removeEventListener('online', listener)
      window.removeEventListener('offline', listener)
      if (hasPage) document.removeEventListener('visibilitychange', seen)
    }
  },
}
