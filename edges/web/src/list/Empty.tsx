import { openPanel } from '../app/route.ts'
import { useText } from '../i18n/text.ts'
import { Button } from '../ui/Button.tsx'

export function NoConversations() {
  const t = useText()
  return (
    <div className="list-empty">
      <h2>{t.list.emptyTitle}</h2>
      <p>{t.list.emptyWhat}</p>
      <Button kind="primary" onClick={() => openPanel('new')}>
        {t.list.emptyAction}
      </Button>
    </div>
  )
}

export function NoneFound({ query, onClear }: { readonly query: string; readonly onClear: () => void }) {
  const t = useText()
  return (
    <div className="list-empty">
      <h2>{query === '' ? t.list.allRead : t.list.noneFound(query)}</h2>
      {query !== '' && <p>{t.list.noneFoundWhat}</p>}
      <div className="list-empty-actions">
        <Button onClick={onClear}>{t.list.showAll}</Button>
        {query !== '' && <Button onClick={() => openPanel('new')}>{t.list.searchPeople}</Button>}
      </div>
    </div>
  )
}

/** In the shape of what comes, so that nothing jumps when it does. */
export function RowSkeletons({ count = 8 }: { readonly count?: number }) {
  const t = useText()
  return (
    <div className="list-skeletons" role="status">
      <span className="visually-hidden">{t.common.loading}</span>
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
        <div key={index} className="row skeleton" aria-hidden="true">
          <span className="skeleton-round" />
          <span className="row-words">
            <span className="skeleton-line" style={{ inlineSize: `${38 + ((index * 29) % 30)}%` }} />
            <span className="skeleton-line" style={{ inlineSize: `${60 + ((index * 17) % 32)}%` }} />
          </span>
        </div>
      ))}
    </div>
  )
}
