# How the functions of filter.h are called. They call no BLAS: once for each instruction set.
foreach(name IN ITEMS arguments calls threads)
  gausskern_test_executable(test_api_filter_${name} test_filter_${name}.c filter_calls.c)
  target_link_libraries(test_api_filter_${name} PRIVATE gausskern gausskern_api_support)
  gausskern_add_isas(api filter_${name} test_api_filter_${name})
endforeach()
