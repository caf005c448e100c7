# Products with K and sums along its rows.
add_library(gausskern_product_support STATIC product_case.c)
target_link_libraries(
  gausskern_product_support
  PUBLIC gausskern_api_support
  PRIVATE gausskern_warnings gausskern)
foreach(name IN ITEMS product_contract product_threads product_values)
  gausskern_gram_test(${name} gausskern_product_support)
endforeach()
foreach(name IN ITEMS product_arguments gram_columns)
  gausskern_gram_test(${name} NO_BLAS gausskern_product_support)
endforeach()

# K is never stored, past the caches or not.
set(paths ${GAUSSKERN_TEST_PATHS})
list(REMOVE_ITEM paths cached uncached)
foreach(name IN ITEMS product_contract product_threads product_values)
  gausskern_add_paths(${name} test_api_${name} ${paths})
endforeach()
