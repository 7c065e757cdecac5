import { UsersRound } from 'lucide-react'
import { useState } from 'react'
import { closePanel, openPanel } from '../app/route.ts'
import { useText } from '../i18n/text.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { FormError } from '../ui/FormError.tsx'
import { useSaying } from '../ui/saying.ts'
import { useListbox } from '../ui/useListbox.ts'
import { useKnownPeople } from './known.ts'
import { PersonOption } from './PersonOption.tsx'
import { FoundCount, SearchField } from './SearchField.tsx'
import { usePeopleSearch } from './search.ts'
import { useTalkTo } from './useTalkTo.ts'
import './people.css'

/** Somebody to talk to: those one knows at once, all others from the server. */
export function NewChat() {
  const t = useText()
  const say = useSaying()
  const [query, setQuery] = useState('')
  const known = useKnownPeople(query)
  const found = usePeopleSearch(query)
  const talkTo = useTalkTo()

  const others = found.people.filter((person) => !known.some((one) => one.user_id === person.user_id))
  const people = [...known, ...others]
  const listbox = useListbox(people.length, query, (index) => {
    const person = people[index]
    if (person !== undefined) void talkTo.start(person.user_id)
  })
  const error = talkTo.error ?? found.error

  return (
    <Dialog title={t.people.newTitle} size="tall" onClose={closePanel}>
      <SearchField {...listbox.field} label={t.people.search} value={query} onValue={setQuery} busy={found.searching} />
      <FormError error={error === null ? null : say(error)} />
      <button type="button" className="option option-action" onClick={() => openPanel('group')}>
        <span className="option-icon">
          <UsersRound aria-hidden="true" />
        </span>
        <span className="option-words">
          <span className="option-name">{t.people.newGroup}</span>
          <span className="option-note">{t.people.newGroupHint}</span>
        </span>
      </button>
      {people.length > 0 && <p className="option-heading">{query === '' ? t.people.known : t.people.results}</p>}
      <div
        {...listbox.list}
        role="listbox"
        aria-label={query === '' ? t.people.known : t.people.results}
        aria-busy={talkTo.busy}
      >
        {people.map((person, index) => (
          <PersonOption key={person.user_id} person={person} {...listbox.option(index)} />
        ))}
      </div>
      {people.length === 0 && (
        <p className="people-none">
          {found.query !== '' && !found.searching && found.error === null
            ? t.people.none(found.query)
            : query === '' && t.people.searchHint}
        </p>
      )}
      <FoundCount count={people.length} query={found.query} />
    </Dialog>
  )
}
