# Pooling. It calls no BLAS: once for each instruction set.
add_library(gausskern_pool_support STATIC pool_reference.c)
target_compile_options(gausskern_pool_support PRIVATE -ffp-contract=off)
target_link_libraries(
  gausskern_pool_support
  PUBLIC gausskern_test_support
  PRIVATE gausskern_warnings gausskern)
foreach(name IN ITEMS pool pool_arguments pool_threads pool_values)
  gausskern_test_executable(test_api_${name} test_${name}.c)
  target_link_libraries(test_api_${name} PRIVATE gausskern gausskern_pool_support)
  gausskern_add_isas(api ${name} test_api_${name})
endforeach()
