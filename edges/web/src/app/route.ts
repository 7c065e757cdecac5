import { useSyncExternalStore } from 'react'

/**
 * Where one is: a conversation, and what is open beside or above it. It stands behind the `#`, so any server of files
 * serves it, and no conversation's id gets into a log or a Referer.
 */
export interface Route {
  readonly conversationId?: string
  readonly panel?: Panel
}

export const panels = ['details', 'new', 'group', 'add', 'settings', 'shortcuts', 'switch'] as const
export type Panel = (typeof panels)[number]

const isPanel = (text: string | undefined): text is Panel => panels.some((panel) => panel === text)

/** `#/`, `#/c/ID`, `#/settings`, `#/c/ID/settings`. What is not understood is the list. */
export function parseRoute(hash: string): Route {
  const parts = hash.replace(/^#?\/?/, '').split('/')
  const inside = parts[0] === 'c' && parts[1] !== undefined && /^[A-Za-z0-9_.-]{1,64}$/.test(parts[1])
  const panel = inside ? parts[2] : parts[0]
  return {
    ...(inside && parts[1] !== undefined ? { conversationId: parts[1] } : {}),
    ...(isPanel(panel) ? { panel } : {}),
  }
}

export function routeHash(route: Route): string {
  const conversation = route.conversationId === undefined ? '' : `/c/${route.conversationId}`
  const panel = route.panel === undefined ? '' : `/${route.panel}`
  return `#${conversation}${panel}` === '#' ? '#/' : `#${conversation}${panel}`
}

let current = { hash: '', route: parseRoute('') }

/** The same object for as long as the address stays. */
export function currentRoute(): Route {
  const { hash } = window.location
  if (hash !== current.hash) current = { hash, route: parseRoute(hash) }
  return current.route
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

export const useRoute = (): Route => useSyncExternalStore(subscribe, currentRoute)

/** @param replace whether the present entry of the history is given up, as when a dialog leads on to a conversation */
export function navigate(route: Route, replace = false): void {
  const hash = routeHash(route)
  if (replace) window.location.replace(hash)
  else window.location.hash = hash
}

/** Opens something above or beside the conversation that one is in. */
export const openPanel = (panel: Panel): void => navigate({ ...currentRoute(), panel })

/** Closes what is open above or beside the conversation. */
export function closePanel(): void {
  const { panel: _closed, ...rest } = currentRoute()
  navigate(rest, true)
}
