import { useRead } from '../../api/queries.ts';
import { useTexts } from '../../texts/catalogue.ts';
import type { FieldProps } from '../form/fields.tsx';
import { SearchedChoice, useTypedSearch } from '../form/searched-choice.tsx';

/** One of the products. */
export const ProductChoice = ({ form }: Pick<FieldProps, 'form'>) => {
  const { catalog } = useTexts();
  const search = useTypedSearch();
  const found = useRead('listProducts', { query: search.query });
  const productId = String(form.values['productId'] ?? '');
  const chosen = useRead('getProduct', { params: { productId } }, { enabled: productId !== '' });
  return (
    <SearchedChoice
      form={form}
      name="productId"
      label={catalog.product}
      search={search}
      find={{ label: catalog.findProduct, hint: catalog.findHint }}
      found={(found.data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      hasMore={found.data?.page.hasMore === true}
      chosenName={chosen.data?.id === productId ? chosen.data.name : undefined}
      unchosen={catalog.chooseProduct}
      isRequired
    />
  );
};
