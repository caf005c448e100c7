# The warnings that every target of this project is built with.
add_library(gausskern_warnings INTERFACE)
target_compile_options(gausskern_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wvla
                                                    -Wstrict-prototypes -Wmissing-prototypes)
if(GAUSSKERN_WERROR)
  target_compile_options(gausskern_warnings INTERFACE -Werror)
endif()
