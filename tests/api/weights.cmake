# Gaussian weights. They call no BLAS: once for each instruction set. Their reference computes with
# 113 digits: x86's __float128 and gcc's libquadmath, which comes with gfortran.
include(CheckCSourceCompiles)
set(CMAKE_REQUIRED_LIBRARIES quadmath)
check_c_source_compiles(
  "__float128 expq(__float128); int main(void) { return (int)expq((__float128)1.5); }"
  GAUSSKERN_HAVE_QUADMATH)
unset(CMAKE_REQUIRED_LIBRARIES)

foreach(name IN ITEMS weights_moments weights_sizes weights_arguments)
  gausskern_api_test(${name} NO_BLAS test_${name}.c)
  target_link_libraries(test_api_${name} PRIVATE gausskern_api_support)
endforeach()

if(GAUSSKERN_HAVE_QUADMATH)
  add_library(gausskern_weights_support STATIC exact_sum.c weights_asked.c weights_quadrature.c
                                               weights_reference.c)
  target_link_libraries(
    gausskern_weights_support
    PUBLIC gausskern_test_support quadmath
    PRIVATE gausskern_warnings)
  foreach(name IN ITEMS weights_derivatives weights_narrow weights_separate weights_sums
                  weights_values)
    gausskern_api_test(${name} NO_BLAS test_${name}.c)
    target_link_libraries(test_api_${name} PRIVATE gausskern_weights_support)
  endforeach()
else()
  foreach(name IN ITEMS weights_derivatives weights_narrow weights_separate weights_sums
                  weights_values)
    add_test(NAME api.${name} COMMAND sh -c "echo 'SKIPPED: there is no libquadmath'; exit 77")
    gausskern_test_properties(api.${name} api)
  endforeach()
endif()
