import type { Person } from '@parley/client'
import { Check } from 'lucide-react'
import type { ComponentProps } from 'react'
import { Avatar } from '../ui/Avatar.tsx'

/** Somebody in a list to choose from. */
export function PersonOption({
  person,
  note,
  chosen = false,
  ...option
}: ComponentProps<'div'> & { readonly person: Person; readonly note?: string | undefined; readonly chosen?: boolean }) {
  return (
    <div {...option} className="option">
      <Avatar id={person.user_id} name={person.display_name} />
      <span className="option-words">
        <span className="option-name">
          <bdi>{person.display_name}</bdi>
        </span>
        <span className="option-note">{note ?? <bdi>@{person.user_id}</bdi>}</span>
      </span>
      {chosen && <Check className="option-check" aria-hidden="true" />}
    </div>
  )
}
