import { useTyping } from '@parley/react'
import { useText } from '../i18n/text.ts'
import { isolated, useNames } from './useNames.ts'

/** Who is writing. It stands in room that is always there, so nothing moves when it comes and goes. */
export function TypingLine({ conversationId }: { readonly conversationId: string }) {
  const t = useText().talk
  const names = useNames(useTyping(conversationId))
  return (
    <p className="talk-typing" aria-live="off">
      {names.length === 0 ? null : (
        <>
          <span className="talk-dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          <span>{t.typing(names.map(isolated))}</span>
        </>
      )}
    </p>
  )
}
