# Kernel density estimates.
add_library(gausskern_kde_support STATIC kde_case.c)
target_link_libraries(
  gausskern_kde_support
  PUBLIC gausskern_api_support
  PRIVATE gausskern_warnings gausskern)
foreach(name IN ITEMS kde_arguments kde_choice kde_cross_validation kde_density kde_engines
                kde_integrals kde_sample kde_threads kde_workspace)
  gausskern_gram_test(${name} gausskern_kde_support)
endforeach()
