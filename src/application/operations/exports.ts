// The names of the search over everything that the package exports.

export type {
  SearchedKind,
  SearchInput,
  SearchResult,
  SearchUseCases,
} from '#application/operations/search.ts';
