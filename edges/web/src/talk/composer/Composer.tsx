import type { ConversationSummary } from '@parley/client'
import { useParley } from '@parley/react'
import { Send, Smile } from 'lucide-react'
import {
  type KeyboardEvent,
  lazy,
  type Ref,
  Suspense,
  useCallback,
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { Boundary } from '../../app/Boundary.tsx'
import { setDraft, takeDraft, useDraft } from '../../drafts.ts'
import { useText } from '../../i18n/text.ts'
import { IconButton } from '../../ui/Button.tsx'
import { giveBack } from '../giveBack.ts'
import { markSend } from '../marks.ts'
import { sendable, TEXT_BYTES_MAX, utf8Length } from '../text/bytes.ts'
import { finishedCode, type Wanted, wantedAt } from './completion.ts'
import { readEmoji } from './emoji.ts'
import { Suggestions } from './Suggestions.tsx'
import { useSuggestions } from './useSuggestions.ts'

const EmojiPicker = lazy(() => import('./EmojiPicker.tsx'))

/** From here on the reader is told how much is left. */
const COUNTED_FROM = TEXT_BYTES_MAX - 1024

/** There Enter makes a line, as on its keyboard there is no Shift and Enter. */
const isTouch = () => matchMedia('(pointer: coarse)').matches

export interface ComposerHandle {
  focus(): void
}

export interface ComposerProps {
  readonly ref: Ref<ComposerHandle>
  readonly conversation: ConversationSummary
  readonly onSent: () => void
  /** The arrow key up, where there is nothing to go up in. */
  readonly onUp: () => void
}

export function Composer({ ref, conversation, onSent, onUp }: ComposerProps) {
  const t = useText().talk
  const client = useParley()
  const id = conversation.conversation_id
  const text = useDraft(id)
  const field = useRef<HTMLTextAreaElement>(null)
  const [wanted, setWanted] = useState<Wanted | null>(null)
  const [chosen, setChosen] = useState(0)
  const [picking, setPicking] = useState(false)
  const suggestions = useSuggestions(wanted, conversation)
  const listId = useId()
  const bytes = utf8Length(text)
  const tooLong = bytes > TEXT_BYTES_MAX

  useImperativeHandle(ref, () => ({ focus: () => field.current?.focus() }))
  useHeight(field, text)
  useEffect(() => {
    // Whoever opens a conversation writes next; on a phone the keyboard would hide what there is to read.
    if (!isTouch()) field.current?.focus({ preventScroll: true })
  }, [])

  const look = (box: HTMLTextAreaElement) => {
    const next = box.selectionStart === box.selectionEnd ? wantedAt(box.value, box.selectionStart) : null
    if (next?.kind === wanted?.kind && next?.query === wanted?.query && next?.from === wanted?.from) return
    setChosen(0)
    setWanted(next)
  }

  const write = (box: HTMLTextAreaElement) => {
    setDraft(client.userId, id, box.value)
    client.setTyping(id, box.value !== '')
    look(box)
    const caret = box.selectionStart
    const finished = finishedCode(box.value, caret)
    if (finished === null) return
    const replace = async () => {
      const emoji = (await readEmoji()).byCode.get(finished.code)
      if (emoji !== undefined && box.selectionStart === caret) put(box, finished.from, caret, emoji.emoji)
    }
    // Without the emoji, what was typed stays.
    replace().catch(() => undefined)
  }

  const put = (box: HTMLTextAreaElement, from: number, to: number, what: string) =>
    insert(box, from, to, what, () => write(box))

  const send = () => {
    const body = sendable(text)
    if (body === '' || tooLong) return
    markSend()
    const kept = takeDraft(client.userId, id)
    setWanted(null)
    setPicking(false)
    client.setTyping(id, false)
    // What cannot even be stored here is given back to who wrote it.
    client.send(id, { text: body }).then(kept, () => giveBack(client.userId, id, body))
    onSent()
  }

  const complete = (index: number) => {
    const suggestion = suggestions[index]
    const box = field.current
    if (suggestion === undefined || wanted === null || box === null) return
    put(box, wanted.from, box.selectionStart, suggestion.text)
    setWanted(null)
  }

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // An input method has Enter, Escape and the arrows for itself. 229: Safari ends the composition before the key.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    const isSuggesting = suggestions.length > 0
    const { key } = event
    const command = event.ctrlKey || event.metaKey
    if (event.altKey || (command && key !== 'Enter')) return
    if (isSuggesting && key === 'ArrowDown') setChosen((chosen + 1) % suggestions.length)
    else if (isSuggesting && key === 'ArrowUp') setChosen((chosen - 1 + suggestions.length) % suggestions.length)
    else if (isSuggesting && (key === 'Enter' || key === 'Tab')) complete(chosen)
    else if (key === 'Escape' && (isSuggesting || picking)) {
      setWanted(null)
      setPicking(false)
    } else if (key === 'Enter' && (command || (!event.shiftKey && !isTouch()))) send()
    else if (key === 'ArrowUp' && text === '') onUp()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  const onPick = useCallback(
    (emoji: string) => {
      const box = field.current
      if (box === null) return
      insert(box, box.selectionStart, box.selectionEnd, emoji, () => setDraft(client.userId, id, box.value))
    },
    [id, client.userId],
  )
  const onPicked = useCallback(() => {
    setPicking(false)
    field.current?.focus()
  }, [])

  return (
    <form
      className="talk-composer"
      onSubmit={(event) => {
        event.preventDefault()
        send()
        field.current?.focus()
      }}
    >
      <Suggestions id={listId} suggestions={suggestions} chosen={chosen} onChoose={complete} />
      {picking ? (
        <Boundary>
          <Suspense>
            <EmojiPicker onPick={onPick} onClose={onPicked} />
          </Suspense>
        </Boundary>
      ) : null}
      <div className="talk-field" data-too-long={tooLong ? '' : undefined}>
        <IconButton label={t.emoji} aria-expanded={picking} onClick={() => setPicking(!picking)}>
          <Smile />
        </IconButton>
        <textarea
          ref={field}
          data-composer=""
          rows={1}
          value={text}
          placeholder={t.composer}
          aria-label={t.composer}
          aria-invalid={tooLong}
          aria-autocomplete="list"
          aria-controls={suggestions.length > 0 ? listId : undefined}
          aria-activedescendant={suggestions.length > 0 ? `${listId}-${chosen}` : undefined}
          dir="auto"
          onChange={(event) => write(event.currentTarget)}
          onSelect={(event) => look(event.currentTarget)}
          onKeyDown={onKeyDown}
          onBlur={() => setWanted(null)}
        />
        <button
          type="submit"
          className="talk-send"
          aria-label={t.send}
          title={t.send}
          disabled={tooLong || text.trim() === ''}
        >
          <Send className="flip" />
        </button>
      </div>
      {bytes > COUNTED_FROM ? (
        <p className="talk-count" role={tooLong ? 'alert' : undefined}>
          {tooLong ? t.tooLong(bytes - TEXT_BYTES_MAX) : t.bytesLeft(TEXT_BYTES_MAX - bytes)}
        </p>
      ) : null}
    </form>
  )
}

/** As high as its text, up to what the style sheet allows, where the browser cannot do that itself. */
function useHeight(field: { readonly current: HTMLTextAreaElement | null }, text: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const box = field.current
    if (box === null || CSS.supports('field-sizing', 'content')) return
    box.style.height = 'auto'
    box.style.height = `${box.scrollHeight}px`
  }, [field, text])
}

/** Puts text in the place of a part of the field's, so that it can be undone as if it had been typed. */
function insert(field: HTMLTextAreaElement, from: number, to: number, text: string, changed: () => void): void {
  // On a phone, the focus would bring the keyboard up over what is being chosen from.
  if (document.activeElement === field || !isTouch()) {
    field.focus()
    field.setSelectionRange(from, to)
    // Deprecated, and the only way that the browser's undo knows of. It tells of the change itself.
    if (typeof document.execCommand === 'function' && document.execCommand('insertText', false, text)) return
  }
  field.setRangeText(text, from, to, 'end')
  changed()
}
