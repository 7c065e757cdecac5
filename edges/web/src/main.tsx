import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Look } from './app/Look.tsx'
import { Splash } from './app/Splash.tsx'
import './style/index.css'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <Look>
      <Splash />
    </Look>
  </StrictMode>,
)
