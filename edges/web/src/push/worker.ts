import type { Readable } from '@parley/client'
import type { TakeOver } from './words.ts'

/** How often a page that stays open looks whether there is a newer client. */
const LOOK_EVERY_MS = 3_600_000

interface TrustedScripts {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): string }
}

declare global {
  interface Window {
    /** Trusted Types, where there are any: the server's policy lets no plain text become the address of a script. */
    readonly trustedTypes?: TrustedScripts
  }
}

/** A newer client, which waits until one takes it; null while there is none. */
class Update implements Readable<(() => void) | null> {
  #take: (() => void) | null = null
  readonly #listeners = new Set<() => void>()

  get = () => this.#take

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  offer(take: () => void): void {
    this.#take = take
    for (const listener of this.#listeners) listener()
  }
}

export const update = new Update()

/** Keeps this page for times without a network, and wakes it: once it is shown, so that nothing waits for it. */
export function startWorker(): void {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return
  if (document.readyState === 'complete') void register()
  else window.addEventListener('load', () => void register(), { once: true })
}

async function register(): Promise<void> {
  const { serviceWorker } = navigator
  const isFirst = serviceWorker.controller === null
  const registration = await serviceWorker.register(addressOfWorker())
  const offerWaiting = () => {
    const { waiting } = registration
    if (waiting !== null && serviceWorker.controller !== null) update.offer(() => takeOver(waiting))
  }
  offerWaiting()
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', offerWaiting)
  })
  // Another page has taken it: what this one loads on demand may be gone from the server.
  serviceWorker.addEventListener('controllerchange', () => {
    if (!isFirst) update.offer(() => window.location.reload())
  })
  let looked = Date.now()
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || Date.now() - looked < LOOK_EVERY_MS) return
    looked = Date.now()
    registration.update().catch(() => undefined)
  })
}

function takeOver(waiting: ServiceWorker): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => window.location.reload(), { once: true })
  waiting.postMessage({ type: 'take-over' } satisfies TakeOver)
}

function addressOfWorker(): string {
  const address = '/sw.js'
  const policy = window.trustedTypes?.createPolicy('parley', {
    createScriptURL: (url) => {
      if (url !== address) throw new TypeError('this is no script of Parley')
      return url
    },
  })
  return policy?.createScriptURL(address) ?? address
}
