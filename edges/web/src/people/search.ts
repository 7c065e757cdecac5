import type { Person } from '@parley/client'
import { useParley } from '@parley/react'
import { useEffect, useState } from 'react'

export interface PeopleFound {
  /** What these are the answer to. */
  readonly query: string
  readonly people: readonly Person[]
  readonly error: unknown
  readonly searching: boolean
}

const nothing: PeopleFound = { query: '', people: [], error: null, searching: false }

/** Asks the server a moment after the last key; what was found before stays until there is something new. */
export function usePeopleSearch(query: string): PeopleFound {
  const { api, userId } = useParley()
  const [found, setFound] = useState(nothing)
  const wanted = query.trim().slice(0, 64)

  useEffect(() => {
    if (wanted === '') {
      setFound(nothing)
      return
    }
    let over = false
    setFound((last) => ({ ...last, searching: true }))
    const timer = window.setTimeout(async () => {
      try {
        const people = await api.users(wanted, 20)
        if (!over) {
          const others = people.filter((person) => person.user_id !== userId)
          setFound({ query: wanted, people: others, error: null, searching: false })
        }
      } catch (error) {
        if (!over) setFound({ query: wanted, people: [], error, searching: false })
      }
    }, 180)
    return () => {
      over = true
      window.clearTimeout(timer)
    }
  }, [api, userId, wanted])

  return found
}
