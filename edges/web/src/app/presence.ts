import { useParley } from '@parley/react'
import { useEffect } from 'react'

/** Who does not look at the page is away. */
export function usePresenceOfPage(): void {
  const client = useParley()
  useEffect(() => {
    const tell = () => client.setPresence(document.visibilityState === 'visible' ? 'online' : 'away')
    tell()
    document.addEventListener('visibilitychange', tell)
    return () => document.removeEventListener('visibilitychange', tell)
  }, [client])
}
