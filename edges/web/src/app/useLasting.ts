import { useEffect, useState } from 'react'

/** Whether something has been so for a while, in ms: what is over in a moment need not be shown. */
export function useLasting(condition: boolean, forMs: number): boolean {
  const [lasting, setLasting] = useState(false)
  useEffect(() => {
    if (!condition) return
    const timer = window.setTimeout(() => setLasting(true), forMs)
    return () => {
      window.clearTimeout(timer)
      setLasting(false)
    }
  }, [condition, forMs])
  return lasting && condition
}
