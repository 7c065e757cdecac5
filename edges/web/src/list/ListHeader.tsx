import { useParley, usePerson } from '@parley/react'
import { Search, SquarePen, X } from 'lucide-react'
import { openPanel } from '../app/route.ts'
import { useText } from '../i18n/text.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { IconButton } from '../ui/Button.tsx'
import { Logo } from '../ui/Logo.tsx'

export function ListHeader({
  query,
  onQuery,
  unreadOnly,
  onUnreadOnly,
}: {
  readonly query: string
  readonly onQuery: (query: string) => void
  readonly unreadOnly: boolean
  readonly onUnreadOnly: (only: boolean) => void
}) {
  const t = useText()
  const { userId } = useParley()
  const me = usePerson(userId)
  return (
    <header className="list-header">
      <div className="list-bar">
        <Logo size={32} />
        <h1 className="list-brand">Parley</h1>
        <IconButton label={t.list.newChat} aria-keyshortcuts="n" onClick={() => openPanel('new')}>
          <SquarePen />
        </IconButton>
        <button
          type="button"
          className="list-me"
          aria-label={t.list.settings(me.display_name)}
          title={t.settings.title}
          onClick={() => openPanel('settings')}
        >
          <Avatar id={userId} name={me.display_name} size="sm" />
        </button>
      </div>
      <search className="list-search">
        <Search aria-hidden="true" />
        <input
          type="text"
          className="list-filter"
          enterKeyHint="search"
          aria-label={t.list.filter}
          placeholder={t.list.search}
          value={query}
          onChange={(event) => onQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || query === '') return
            event.preventDefault()
            event.stopPropagation()
            onQuery('')
          }}
        />
        {query !== '' && (
          <button type="button" className="list-clear" aria-label={t.list.clear} onClick={() => onQuery('')}>
            <X aria-hidden="true" />
          </button>
        )}
        <button
          type="button"
          className="list-unread-only"
          aria-pressed={unreadOnly}
          onClick={() => onUnreadOnly(!unreadOnly)}
        >
          {t.list.unreadOnly}
        </button>
      </search>
    </header>
  )
}
