import { cleanup, configure } from '@testing-library/react'
import { afterEach, vi } from 'vitest'
import { setPreferences } from '../src/app/preferences.ts'
import { closeClients } from './open.tsx'

/** There is no layout here: the virtual list is told that it has room, and how high its rows are. */
class Room implements ResizeObserver {
  constructor(private readonly told: ResizeObserverCallback) {}

  observe(target: Element): void {
    const contentRect = new DOMRect(0, 0, 360, target.querySelector('a') === null ? 800 : 68)
    const size = [{ inlineSize: contentRect.width, blockSize: contentRect.height }]
    queueMicrotask(() =>
      this.told(
        [{ target, contentRect, borderBoxSize: size, contentBoxSize: size, devicePixelContentBoxSize: size }],
        this,
      ),
    )
  }

  unobserve(): void {}
  disconnect(): void {}
}
vi.stubGlobal('ResizeObserver', Room)
// As on a page without https; happy-dom has them, as null.
Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true })
Object.defineProperty(HTMLElement.prototype, 'offsetParent', { get: () => document.body })
Object.defineProperty(HTMLElement.prototype, 'offsetHeight', { get: () => 800 })

// On a machine that is busy, the first load of a part of the client takes a while.
configure({ asyncUtilTimeout: 15_000 })
setPreferences({ language: 'en' })

afterEach(async () => {
  cleanup()
  await closeClients()
  localStorage.clear()
  window.dispatchEvent(new StorageEvent('storage'))
  setPreferences({ theme: 'system', language: 'en', singleKeys: true })
})
