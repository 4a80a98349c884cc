; The installer for Windows: for the user who runs it, without administrator's rights. `pack` calls makensis with VERSION, TREE, OUT, ICON and LIST,
; the lines that delete every file of TREE.
; Silently: buffycoat-setup.exe /S /D=C:\a folder (the last word, without quotes); and uninstall.exe /S.
Unicode true
ManifestDPIAware true
SetCompressor /SOLID lzma
SetCompressorDictSize 64
SetDateSave off
RequestExecutionLevel user
Name "Buffycoat ${VERSION}"
OutFile "${SETUP}"
InstallDir "$LOCALAPPDATA\Programs\Buffycoat"
InstallDirRegKey HKCU "Software\Buffycoat" "Folder"
BrandingText "Teaching model. Not for patient care."

!include MUI2.nsh
!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\buffycoat.exe"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Buffycoat"

Section
  SetOutPath "$INSTDIR"
  File /r "${TREE}/*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\Buffycoat.lnk" "$INSTDIR\buffycoat.exe" "--from-desktop"
  WriteRegStr HKCU "Software\Buffycoat" "Folder" "$INSTDIR"
  ; Our files end in .ron, as those of other programs do: Buffycoat offers to open them and takes them from no one.
  WriteRegStr HKCU "Software\Classes\Buffycoat.File" "" "Buffycoat case, lesson or answers"
  WriteRegStr HKCU "Software\Classes\Buffycoat.File\DefaultIcon" "" "$INSTDIR\buffycoat.exe,0"
  WriteRegStr HKCU "Software\Classes\Buffycoat.File\shell\open\command" "" '"$INSTDIR\buffycoat.exe" --from-desktop "%1"'
  WriteRegNone HKCU "Software\Classes\.ron\OpenWithProgids" "Buffycoat.File"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Buffycoat"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\buffycoat.exe,0"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The Buffycoat developers"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section Uninstall
  ; What was put there, and nothing else that a user has laid beside it.
  !include "${LIST}"
  RMDir "$INSTDIR\cases"
  RMDir "$INSTDIR\lessons"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Buffycoat.lnk"
  DeleteRegValue HKCU "Software\Classes\.ron\OpenWithProgids" "Buffycoat.File"
  DeleteRegKey /ifempty HKCU "Software\Classes\.ron\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "Software\Classes\.ron"
  DeleteRegKey HKCU "Software\Classes\Buffycoat.File"
  DeleteRegKey HKCU "Software\Buffycoat"
  DeleteRegKey HKCU "${UNINSTALL}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd
