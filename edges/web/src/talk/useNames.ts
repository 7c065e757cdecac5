import type { ParleyClient } from '@parley/client'
import { useParley, useReadable } from '@parley/react'
import { useMemo } from 'react'
import { plainName } from './text/names.ts'

/** The names of some people, each fit to stand within other text. */
export function useNames(userIds: readonly string[]): readonly string[] {
  const client = useParley()
  const key = userIds.join(' ')
  const names = useReadable(useMemo(() => namesOf(client, key === '' ? [] : key.split(' ')), [client, key]))
  return useMemo(() => (names === '' ? [] : names.split('\n')), [names])
}

/** As one string, which is the same for as long as the names are; a plain name has no line feed. */
function namesOf(client: ParleyClient, userIds: readonly string[]) {
  const people = userIds.map((userId) => client.person(userId))
  return {
    get: () => people.map((person) => plainName(person.get().display_name)).join('\n'),
    subscribe: (listener: () => void) => {
      const ends = people.map((person) => person.subscribe(listener))
      return () => {
        for (const end of ends) end()
      }
    },
  }
}

/** For text without elements: what `<bdi>` does, in characters. */
export const isolated = (name: string): string => `\u2068${name}\u2069`
