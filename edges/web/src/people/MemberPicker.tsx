import type { Person } from '@parley/client'
import { X } from 'lucide-react'
import { useState } from 'react'
import { useText } from '../i18n/text.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { FormError } from '../ui/FormError.tsx'
import { useSaying } from '../ui/saying.ts'
import { useListbox } from '../ui/useListbox.ts'
import { useKnownPeople } from './known.ts'
import { PersonOption } from './PersonOption.tsx'
import { FoundCount, SearchField } from './SearchField.tsx'
import { usePeopleSearch } from './search.ts'
import './people.css'

/** Chooses several people. Who is chosen stands above as a chip; choosing again takes one out. */
export function MemberPicker({
  chosen,
  members = [],
  onChange,
}: {
  readonly chosen: readonly Person[]
  /** Who is there already, and cannot be chosen. */
  readonly members?: readonly string[]
  readonly onChange: (chosen: readonly Person[]) => void
}) {
  const t = useText()
  const say = useSaying()
  const [query, setQuery] = useState('')
  const known = useKnownPeople(query)
  const found = usePeopleSearch(query)
  const others = found.people.filter((person) => !known.some((one) => one.user_id === person.user_id))
  const people = [...known, ...others]
  const isChosen = (person: Person) => chosen.some((one) => one.user_id === person.user_id)
  const without = (person: Person) => chosen.filter((one) => one.user_id !== person.user_id)

  const listbox = useListbox(people.length, query, (index) => {
    const person = people[index]
    if (person === undefined || members.includes(person.user_id)) return
    onChange(isChosen(person) ? without(person) : [...chosen, person])
    setQuery('')
  })

  return (
    <div className="picker">
      {chosen.length > 0 && (
        <ul className="chips" aria-label={t.people.chosen(chosen.length)}>
          {chosen.map((person) => (
            <li key={person.user_id} className="chip">
              <Avatar id={person.user_id} name={person.display_name} size="sm" />
              <span>
                <bdi>{person.display_name}</bdi>
              </span>
              <button
                type="button"
                aria-label={t.people.remove(person.display_name)}
                onClick={() => onChange(without(person))}
              >
                <X aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <SearchField {...listbox.field} label={t.people.search} value={query} onValue={setQuery} busy={found.searching} />
      <FormError error={found.error === null ? null : say(found.error)} />
      <div {...listbox.list} role="listbox" aria-label={t.people.results} aria-multiselectable className="picker-list">
        {people.map((person, index) => {
          const already = members.includes(person.user_id)
          return (
            <PersonOption
              key={person.user_id}
              person={person}
              chosen={isChosen(person)}
              note={already ? t.people.already : undefined}
              {...listbox.option(index)}
              aria-selected={isChosen(person)}
              aria-disabled={already || undefined}
            />
          )
        })}
      </div>
      {people.length === 0 && (
        <p className="people-none">
          {found.query !== '' && !found.searching && found.error === null
            ? t.people.none(found.query)
            : t.people.searchHint}
        </p>
      )}
      <FoundCount count={people.length} query={found.query} />
    </div>
  )
}
