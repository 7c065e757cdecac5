declare const self: ServiceWorkerGlobalScope

/** Path and `integrity` of each file of this version, put here by the build. */
declare const __SHELL__: readonly (readonly [path: string, integrity: string])[]
/** Changes with any of them. */
declare const __VERSION__: string

const PREFIX = 'parley-shell-'
const NAME = PREFIX + __VERSION__
const PAGE = '/index.html'

/** A server that does not answer so long is as good as none: what is kept is shown. */
const PATIENCE_MS = 4_000

const paths = new Set(__SHELL__.map(([path]) => path))

/** All files of this version, or none: one that was replaced on the server meanwhile has another hash. */
export async function keep(): Promise<void> {
  const cache = await caches.open(NAME)
  await cache.addAll(
    __SHELL__.map(
      ([path, integrity]) => new Request(path, { integrity, cache: path === PAGE ? 'no-cache' : 'default' }),
    ),
  )
}

export async function dropOthers(): Promise<void> {
  const names = await caches.keys()
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== NAME).map((name) => caches.delete(name)))
}

/**
 * What is answered from here: the files of this version, whose names change with their content; and the page, when the
 * server does not give it. So whoever has a network always gets the newest page, however old the worker is.
 */
export function answer(request: Request): Promise<Response> | null {
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return null
  if (request.mode === 'navigate') return pathname === '/' || pathname === PAGE ? page(request) : null
  return pathname !== PAGE && paths.has(pathname) ? kept(request, pathname) : null
}

async function kept(request: Request, path: string): Promise<Response> {
  return (await caches.match(path, { cacheName: NAME })) ?? fetch(request)
}

async function page(request: Request): Promise<Response> {
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) })
    if (response.status < 500) return response
  } catch {
    // No network, or no server.
  }
  return (await caches.match(PAGE, { cacheName: NAME })) ?? Response.error()
}
