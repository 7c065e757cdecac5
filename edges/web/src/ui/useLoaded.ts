import { useCallback, useEffect, useRef, useState } from 'react'

/** A setting that the server keeps: what it was last known to be, and what went wrong. */
export interface Loaded<T> {
  readonly value: T | undefined
  readonly error: unknown
  /** Shows the new value at once, and the old one again when the server does not take it. */
  change(wanted: T): void
  reload(): void
}

/** @param key when it changes, something else is loaded */
export function useLoaded<T>(key: string, load: () => Promise<T>, save: (wanted: T) => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ readonly value?: T; readonly error: unknown }>({ error: null })
  const [tries, setTries] = useState(0)
  const calls = useRef({ load, save })
  calls.current = { load, save }
  // Of several changes under way, the last one's answer counts.
  const turn = useRef(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key and the number of the try say when to load
  useEffect(() => {
    const mine = ++turn.current
    setState({ error: null })
    calls.current.load().then(
      (value) => turn.current === mine && setState({ value, error: null }),
      (error: unknown) => turn.current === mine && setState({ error }),
    )
    return () => {
      turn.current++
    }
  }, [key, tries])

  const change = useCallback((wanted: T) => {
    const mine = ++turn.current
    let before: T | undefined
    setState((now) => {
      before = now.value
      return { value: wanted, error: null }
    })
    calls.current.save(wanted).then(
      (value) => turn.current === mine && setState({ value, error: null }),
      (error: unknown) =>
        turn.current === mine && setState(before === undefined ? { error } : { value: before, error }),
    )
  }, [])

  const reload = useCallback(() => setTries((number) => number + 1), [])
  return { value: state.value, error: state.error, change, reload }
}
