# The tests of filter.h. They call no BLAS: once for each instruction set.
add_library(gausskern_filter_support STATIC filter_check.c filter_reference.c filter_sheet.c
                                            filter_view.c filter_weights.c)
target_link_libraries(
  gausskern_filter_support
  PUBLIC gausskern_test_support
  PRIVATE gausskern_warnings gausskern)

foreach(name IN ITEMS automatic choice identities large missing recursive rounding values)
  gausskern_test_executable(test_api_filter_${name} test_filter_${name}.c)
  target_link_libraries(test_api_filter_${name} PRIVATE gausskern gausskern_filter_support)
  gausskern_add_isas(api filter_${name} test_api_filter_${name})
endforeach()
