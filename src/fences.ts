/** Pictures of fences as a part of its own, for pages that draw them: the notebooks' renderer. */
export { createPictures } from './fence';
export { NO_WISHES } from './check';
export { sayFrom } from './words/say';
