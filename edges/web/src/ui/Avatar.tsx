import type { PresenceStatus } from '@parley/client'
import { hueOf, initials } from './hue.ts'
import './avatar.css'

/** Initials in a colour of the id's own: people round, groups with corners. The name stands beside it, so it is silent, and no text. */
export function Avatar({
  id,
  name,
  shape = 'person',
  size = 'md',
  presence,
}: {
  readonly id: string
  readonly name: string
  readonly shape?: 'person' | 'group'
  readonly size?: 'sm' | 'md' | 'lg' | 'xl'
  readonly presence?: PresenceStatus | undefined
}) {
  return (
    <span className={`avatar avatar-${shape} avatar-${size}`} aria-hidden="true">
      <span className="avatar-face" data-initials={initials(name)} style={{ '--hue': hueOf(id) }} />
      {presence !== undefined && presence !== 'offline' && <span className={`avatar-dot avatar-dot-${presence}`} />}
    </span>
  )
}
